/**
 * Words and signs of a text, in lower case.
 *
 * A word is a longest run of letters, marks, digits and underscores of any script;
 * every other visible character is a word of its own, so that `?` and `£` count.
 *
 * @param text Any text.
 * @returns Its words, in order; none for a blank text.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(words("Where's my card?"), ["where", "'", "s", "my", "card", "?"]);
 * ```
 */
export function words(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

const WORD = /[\p{L}\p{M}\p{N}_]+|[^\p{L}\p{M}\p{N}_\s]/gu;
