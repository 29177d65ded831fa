import { assertEquals } from "@std/assert";
import { byCodePoint } from "../../lib/text/by_code_point.ts";
import { CharacterVocabulary } from "../../lib/text/character_vocabulary.ts";
import { Vocabulary } from "../../lib/text/vocabulary.ts";

Deno.test("byCodePoint() puts what is past 16 bits behind all that is not", () => {
  // python3 -c 'print(sorted(["\U0001f600", "\ufb00", "a", "ab", "", "\U0001f600b", "\U0001f601"]))'
  const sorted = [
    "",
    "a",
    "ab",
    "\ufb00",
    "\u{1f600}",
    "\u{1f600}b",
    "\u{1f601}",
  ];
  assertEquals(sorted.toReversed().sort(byCodePoint), sorted);
});

Deno.test("vocabularies are in the order of code points", () => {
  const [late, early] = ["\u{1f600}", "\ufb00"];
  for (const order of ["alphabet", "frequency"] as const) {
    assertEquals(Vocabulary.of([[late, early]], { order }).words, [
      early,
      late,
    ]);
  }
  const vocabulary = CharacterVocabulary.of(late + early);
  assertEquals(vocabulary.decode([1, 2]), early + late);
});
