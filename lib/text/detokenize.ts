import { checkText } from "./check_text.ts";

/** To which neighbours a word is written without a space. */
type Sides = readonly [left: boolean, right: boolean];

const NONE: Sides = [false, false];
const LEFT: Sides = [true, false];
const RIGHT: Sides = [false, true];
const BOTH: Sides = [true, true];

/**
 * Words and signs with a space between them, as {@linkcode WordTokenizer} gives them,
 * written as people write: for reading, as scores compare words apart.
 *
 * The rules are of English and its neighbours: signs at the end of a phrase stand behind
 * its word, brackets and quotes embrace, apostrophes and hyphens join. {@linkcode words}
 * takes the text apart into the same words again.
 *
 * @param text Words and signs with spaces between them.
 * @returns The text with fewer spaces.
 * @throws {TypeError} If it is no string.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(detokenize("i ' m here , tom ."), "i'm here, tom.");
 * ```
 */
export function detokenize(text: string): string {
  checkText("write a text", text);
  const words = text.match(/\S+/g) ?? [];
  let quoted = false;
  const sides = words.map((word, i) => {
    if (!QUOTE.test(word)) return sidesOf(word, words[i - 1], words[i + 1]);
    quoted = !quoted;
    return quoted ? RIGHT : LEFT;
  });
  return words.reduce((written, word, i) => {
    const joined = i === 0 || sides[i][0] || sides[i - 1][1];
    return written + (joined ? "" : " ") + word;
  }, "");
}

const QUOTE = /^["“”„«»]$/u;
const APOSTROPHE = /^['’]$/u;
const CLOSING = /^[.,!?;:…%)\]}]$/u;
const OPENING = /^[([{¿¡]$/u;
const CURRENCY = /^[$£#]$/u;
const BETWEEN_DIGITS = /^[.,:]$/u;
const DIGITS = /^\p{N}+$/u;
/** What an apostrophe stands for letters of: i'm, o'clock, l'eau. */
const SHORT = /^\p{L}{1,2}$/u;
const SIGN = /^[^\p{L}\p{M}\p{N}_]$/u;

function sidesOf(word: string, before = ".", after = "."): Sides {
  if (APOSTROPHE.test(word)) {
    return SHORT.test(before) || SHORT.test(after) ? BOTH : LEFT;
  }
  if (word === "-") return SIGN.test(before) || SIGN.test(after) ? NONE : BOTH;
  const counts = DIGITS.test(after);
  if (BETWEEN_DIGITS.test(word) && counts && DIGITS.test(before)) return BOTH;
  if (CURRENCY.test(word) && counts) return RIGHT;
  if (OPENING.test(word)) return RIGHT;
  return CLOSING.test(word) ? LEFT : NONE;
}
