import { assertEquals, assertThrows } from "@std/assert";
import { firstTwice } from "../../lib/text/first_twice.ts";
import { SubwordTokenizer } from "../../lib/text/subword_tokenizer.ts";
import { Vocabulary } from "../../lib/text/vocabulary.ts";

Deno.test("firstTwice() is the first text that was there before", () => {
  assertEquals(firstTwice(["a", "b", "c", "b", "a"]), "b");
  assertEquals(firstTwice(["", "a", ""]), "");
  assertEquals(firstTwice(["a", "b"]), undefined);
});

Deno.test("firstTwice() looks at each text once", () => {
  let reads = 0;
  const many = Array.from({ length: 1_000 }, (_, i) => `${i}`).concat("999");
  const counted = new Proxy(many, {
    get: (texts, key, self) => {
      if (typeof key === "string" && /^\d+$/.test(key)) reads++;
      return Reflect.get(texts, key, self);
    },
  });
  assertEquals(firstTwice(counted), "999");
  assertEquals(reads, 1_001);
});

Deno.test("vocabularies and tokenizers refuse an empty text that stands twice", () => {
  for (
    const make of [
      () => new Vocabulary(["", "a", ""]),
      () => new SubwordTokenizer({ parts: ["", "a", ""], merges: [] }),
    ]
  ) {
    assertThrows(make, RangeError, 'must differ: got "" twice');
  }
});
