import { assertEquals, assertRejects } from "@std/assert";
import { learnTokenizer } from "../../lib/text/learn_tokenizer.ts";
import { canLoad, canWrite } from "../support/permissions.ts";

Deno.test("learnTokenizer() learns words", async () => {
  const tokenizer = await learnTokenizer(["Tom tom a b b"], {
    kind: "words",
    minCount: 2,
    lowerCase: false,
  });
  assertEquals(tokenizer.toJSON(), ["b"]);
  const two = { kind: "words", maxSize: 6 } as const;
  assertEquals((await learnTokenizer(["b b a a c"], two)).size, 6);
});

Deno.test({
  name: "learnTokenizer() learns subwords",
  ignore: !canLoad || !canWrite,
  fn: async () => {
    const kind = "subwords";
    const tokenizer = await learnTokenizer(["Go go go"], { kind, maxSize: 8 });
    assertEquals(tokenizer.size, 8);
    assertEquals(tokenizer.decode(tokenizer.encode("GO")), "go");
    const cased = await learnTokenizer(["Go go go"], {
      kind,
      maxSize: 12,
      lowerCase: false,
    });
    assertEquals(cased.decode(cased.encode("Go go")), "Go go");
    const characters = Array.from({ length: 8_001 }, (_, i) => 0x4e00 + i);
    await assertRejects(
      async () =>
        await learnTokenizer([String.fromCodePoint(...characters)], { kind }),
      RangeError,
      "got 8000", // by default
    );
  },
});
