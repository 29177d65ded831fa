import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { readSentencePairs } from "../../lib/text/read_sentence_pairs.ts";
import type { SentencePairs } from "../../lib/text/sentence_pairs.ts";
import { words } from "../../lib/text/words.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { canRead, canWrite } from "../support/permissions.ts";

const data = new URL("../../data/tatoeba_de_en/", import.meta.url);

/** Shipped pairs, German to English. */
const shipped = (name: string) =>
  readSentencePairs(new URL(`${name}.en-de.tsv.gz`, data), { columns: [2, 1] });

Deno.test({
  name: "readSentencePairs() reads the shipped pairs, German to English",
  ignore: !canRead,
  fn: async () => {
    const sizes: Record<string, number> = {};
    for (const part of ["train", "valid", "test"]) {
      const { source, target } = await shipped(`small.${part}`);
      assertEquals(source.length, target.length);
      sizes[part] = source.length;
      if (part === "train") {
        assertEquals([source[0], target[0]], [
          "Es war ein Geschenk.",
          "It was a gift.",
        ]);
      }
    }
    assertEquals(sizes, { train: 16_000, valid: 1_000, test: 1_000 });
  },
});

Deno.test({
  name: "no sentence of the large test is in the other shipped pairs",
  ignore: !canRead,
  fn: async () => {
    const [large, ...parts] = await Promise.all(
      ["large.test", "small.train", "small.valid", "small.test"].map(shipped),
    );
    for (const side of ["source", "target"] as const) {
      const sentences = (pairs: SentencePairs) =>
        new Set(pairs[side].map((text) => words(text).join(" ")));
      const found = sentences(large);
      assertEquals(found.size, 10_000, side);
      for (const part of parts) {
        assert(found.isDisjointFrom(sentences(part)), side);
      }
    }
  },
});

Deno.test({
  name: "readSentencePairs() reads two files, and names those that do not fit",
  ignore: !canRead || !canWrite,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const [german, english] = ["a.de", "a.en"].map((name) =>
      join(folder, name)
    );
    await Deno.writeTextFile(german, "\ufeffGeh.\nHallo!\n");
    await Deno.writeTextFile(english, "Go.\nHi.\n");
    assertEquals(await readSentencePairs([german, english]), {
      source: ["Geh.", "Hallo!"],
      target: ["Go.", "Hi."],
    });
    await Deno.writeTextFile(english, "Go.\n");
    await assertRejects(
      () => readSentencePairs([german, english]),
      SyntaxError,
      "Cannot read a.de and a.en as each line must have a translation: got 2 and 1 lines",
    );
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("readSentencePairs() refuses what is no path or two, and options that are none", async () => {
  const need = "path must be a file or [source, target]: got";
  await assertRefusesArguments("read pairs of sentences", readSentencePairs, [
    [[], `${need} undefined`],
    [[["a.de"]], `${need} an array`],
    [["a.tsv", [2, 1]], "its options must be an object: got an array"],
  ]);
  await assertRefusesArguments("read a file", readSentencePairs, [
    [[[42, 42]], "its path must be a string or a URL: got 42"],
  ]);
});
