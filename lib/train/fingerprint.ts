import { createHash } from "node:crypto";

/**
 * What tells data from others, however their file is laid out.
 *
 * @param data What JSON holds.
 * @returns The SHA-256 of their JSON, in hexadecimal digits.
 */
export function fingerprint(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
