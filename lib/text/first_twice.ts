/**
 * The first text of a list that stands there twice.
 *
 * @param texts Any texts.
 * @returns It, or nothing if they all differ.
 */
export function firstTwice(texts: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return texts.find((text) => seen.size === seen.add(text).size);
}
