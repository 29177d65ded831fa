import { checkOptionNames } from "../error/check_option_names.ts";
import { isObject } from "../error/describe_value.ts";
import { checkText } from "./check_text.ts";

/** How a text is read. */
export interface WordsOptions {
  /** Whether upper and lower case become the same, as by default. */
  readonly lowerCase?: boolean;
}

/**
 * Words and signs of a text, in lower case unless it is to be kept.
 *
 * A word is a longest run of letters, marks, digits and underscores of any script;
 * every other visible character is a word of its own, so that `?` and `£` count.
 *
 * @param text Any text.
 * @param options Whether to make it lower case.
 * @returns Its words, in order; none for a blank text.
 * @throws {TypeError} If it is no string, or there is no option of a name that was given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(words("Where's my card?"), ["where", "'", "s", "my", "card", "?"]);
 * ```
 */
export function words(
  text: string,
  options: WordsOptions = {},
): string[] {
  const action = "split a text into words";
  checkText(action, text);
  // none where it is mapped over texts, which gives it their places
  if (isObject(options)) checkOptionNames(action, options, ["lowerCase"]);
  const { lowerCase = true } = options;
  return (lowerCase ? text.toLowerCase() : text).match(WORD) ?? [];
}

const WORD = /[\p{L}\p{M}\p{N}_]+|[^\p{L}\p{M}\p{N}_\s]/gu;
