import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { CharacterVocabulary } from "../../lib/text/character_vocabulary.ts";

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
  assertEquals(
    assertThrows(() => vocabulary.encode("ab\n"), RangeError).message,
    'Cannot encode a text as it must have known characters only: got "\\n"',
  );
  assertEquals(
    assertThrows(() => new CharacterVocabulary("aba"), RangeError).message,
    'Cannot make a vocabulary as its characters must differ: got "a" twice',
  );
});
