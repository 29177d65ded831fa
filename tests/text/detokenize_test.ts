import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { detokenize } from "../../lib/text/detokenize.ts";
import { words } from "../../lib/text/words.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

for (
  const text of [
    "i'm sure tom doesn't know, but we'll see.",
    "it's three o'clock!",
    "the boys' room (no. 5) is 2.50 wide: good-looking?",
    'he said "yes" and "no".',
    "„wo?“ fragte er… «là», dit-elle: l'eau",
    "50% of 1,000 times $5.",
    "at 2:30, all at once;",
    "¿qué es [eso]?",
    "",
  ]
) {
  Deno.test(`detokenize() writes as people do: ${text}`, () => {
    assertEquals(detokenize(words(text).join(" ")), text);
  });
}

Deno.test("detokenize() joins no two words, so that words() finds them again", () => {
  const sentence = fc.string({
    unit: fc.oneof(
      fc.constantFrom(..."ab1 '\"-.,:$(%"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    ),
  });
  fc.assert(fc.property(sentence, (text) => {
    const expected = words(text);
    assertEquals(words(detokenize(expected.join(" "))), expected);
  }));
});

Deno.test("detokenize() takes what is unknown for a word", () => {
  assertEquals(detokenize("a well - <unknown> ."), "a well-<unknown>.");
});

Deno.test("detokenize() leaves a hyphen between spaces that joins no words", () => {
  assertEquals(detokenize("yes , - no"), "yes, - no");
  assertEquals(detokenize("- 5"), "- 5");
});

Deno.test("detokenize() refuses what is no text", () =>
  assertRefusesArguments("write a text", detokenize, [
    [[], "text must be a string: got undefined"],
    [[["a", "."]], "text must be a string: got an array"],
  ]));
