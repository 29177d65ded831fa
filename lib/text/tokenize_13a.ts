import { splitLikePython } from "./split_like_python.ts";

/**
 * Words and signs of a text as the scoring script mteval-v13a splits them.
 *
 * It is the tokenization that BLEU scores are published with. Signs become words of
 * their own, but not the apostrophe, a hyphen behind a letter, or a full stop or
 * comma between digits.
 *
 * @param text Any text, in its own case.
 * @returns Its words.
 *
 * @see sacrebleu 2.6.0, `tokenizers/tokenizer_13a.py`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tokenize13a("It's 3.50, well-known."), [
 *   ..."It's 3.50 , well-known .".split(" "),
 * ]);
 * ```
 */
export function tokenize13a(text: string): string[] {
  const line = text.replaceAll("<skipped>", "").replaceAll("-\n", "")
    .replaceAll("\n", " ").replaceAll("&quot;", '"').replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const apart = ` ${line} `
    .replace(/([{-~[-` -&(-+:-@/])/g, " $1 ")
    .replace(/([^0-9])([.,])/gu, "$1 $2 ")
    .replace(/([.,])([^0-9])/gu, " $1 $2")
    .replace(/([0-9])(-)/g, "$1 $2 ");
  return splitLikePython(apart);
}
