/**
 * Compares two texts by their characters' code points, as Python sorts them, not by the
 * halves of characters that JavaScript's strings are made of.
 *
 * @param a A text.
 * @param b Another.
 * @returns Below 0 if `a` comes first, above 0 if `b` does, and 0 if they are the same.
 */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a.codePointAt(i)! - b.codePointAt(i)!;
  }
  return a.length - b.length;
}
