import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { CharacterVocabulary } from "../../lib/text/character_vocabulary.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("CharacterVocabulary gives back every text it was made of", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const vocabulary = CharacterVocabulary.of(text);
      const ids = vocabulary.encode(text);
      assertEquals(vocabulary.decode(ids), text);
      assertEquals(ids.length, [...text].length);
      assertEquals(vocabulary.size, new Set(text).size + 1);
      const again = new CharacterVocabulary(vocabulary.characters);
      assertEquals(again.encode(text), ids);
    }),
  );
});

Deno.test("CharacterVocabulary leaves out padding, and refuses what it does not know", () => {
  const vocabulary = CharacterVocabulary.of("a😀b");
  assertEquals(vocabulary.encode("😀"), [3]);
  assertEquals(vocabulary.decode([1, 0, 3]), "a😀");
  assertEquals(vocabulary.decode(Int32Array.of(1, 0, 3)), "a😀");
  assertEquals(
    assertThrows(() => vocabulary.encode("ab\n"), RangeError).message,
    'Cannot encode a text as it must have known characters only: got "\\n"',
  );
  assertEquals(
    assertThrows(() => new CharacterVocabulary("aba"), RangeError).message,
    'Cannot make a vocabulary as its characters must differ: got "a" twice',
  );
});

Deno.test("CharacterVocabulary refuses what is no text, and no list of ids", async () => {
  const vocabulary = CharacterVocabulary.of("abc");
  assertEquals(new CharacterVocabulary([..."abc"] as never).encode("b"), [2]);
  for (
    const make of [
      CharacterVocabulary.of,
      (text: string) => new CharacterVocabulary(text),
    ]
  ) {
    await assertRefusesArguments("make a vocabulary", make, [
      [[], "text must be a string: got undefined"],
      [[42], "text must be a string: got 42"],
      [[Promise.resolve("abc")], "text must be a string: got a Promise"],
    ]);
  }
  await assertRefusesArguments(
    "encode a text",
    (text: string) => vocabulary.encode(text),
    [
      [[], "text must be a string: got undefined"],
    ],
  );
  await assertRefusesArguments(
    "decode ids",
    (ids: number[]) => vocabulary.decode(ids),
    [
      [[2], "ids must be an array of ids: got 2"],
    ],
  );
});
