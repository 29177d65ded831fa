import { wrongKind } from "../error/wrong_kind.ts";

/**
 * Refuses what is no text, such as a list of texts where one is needed.
 *
 * @param action What can't be done otherwise, such as `"read the table"`.
 * @param text What the caller gave.
 * @throws {TypeError} If it is no string.
 */
export function checkText(action: string, text: unknown): void {
  if (typeof text === "string") return;
  throw wrongKind(action, "text", "a string", text);
}
