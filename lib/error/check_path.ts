import { wrongKind } from "./wrong_kind.ts";

/**
 * Refuses what is no path, such as a handle of a file.
 *
 * @param action What can't be done otherwise, such as `"read a file"`.
 * @param path What the caller gave.
 * @throws {TypeError} If it is neither a string nor a URL.
 */
export function checkPath(action: string, path: unknown): void {
  if (typeof path === "string" || path instanceof URL) return;
  throw wrongKind(action, "its path", "a string or a URL", path);
}
