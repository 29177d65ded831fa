import { createHash } from "node:crypto";

/**
 * What tells lists of ids from others, for the configuration of a run.
 *
 * @param lists Lists of ids; two splits of the same ids differ.
 * @returns Twelve hexadecimal digits of their SHA-256.
 */
export function digestOfIds(lists: Iterable<ArrayLike<number>>): string {
  const hash = createHash("sha256");
  for (const ids of lists) {
    hash.update(Int32Array.of(ids.length));
    hash.update(Int32Array.from(ids));
  }
  return hash.digest("hex").slice(0, 12);
}
