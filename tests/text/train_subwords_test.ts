import { assert, assertEquals, assertRejects } from "@std/assert";
import { readSentencePairs } from "../../lib/text/read_sentence_pairs.ts";
import { trainSubwords } from "../../lib/text/train_subwords.ts";
import { canRead, canWrite } from "../support/permissions.ts";

const granted = Deno.permissions.querySync({ name: "ffi" }).state === "granted";
const ignore = !canRead || !canWrite || !granted;

Deno.test({
  name:
    "trainSubwords() learns parts of the shipped sentences and loses no text",
  ignore,
  fn: async () => {
    const path = new URL(
      "../../data/tatoeba_de_en/small.train.en-de.tsv.gz",
      import.meta.url,
    );
    const { target } = await readSentencePairs(path);
    const tokenizer = await trainSubwords(target, { size: 1_000 });
    assertEquals(tokenizer.size, 1_000);
    let ids = 0;
    for (const sentence of target) {
      const encoded = tokenizer.encode(sentence);
      ids += encoded.length;
      const same = sentence.toLowerCase().replace(/\s+/g, " ");
      assertEquals(
        tokenizer.decode(encoded).replace(/\s+/g, " "),
        same,
      );
    }
    const letters = target.join("").length;
    assert(ids < letters / 2.5, `${letters / ids} letters an id`);
  },
});

Deno.test({
  name: "trainSubwords() of a small size has the first merges of a large one",
  ignore,
  fn: async () => {
    const sentences = [
      "low low lower lowest",
      "new newer newest",
      "wide wider",
    ];
    const [small, large] = await Promise.all(
      [20, 26].map((size) => trainSubwords(sentences, { size })),
    );
    const { merges } = small.toJSON();
    assert(merges.length > 0);
    assertEquals(merges, large.toJSON().merges.slice(0, merges.length));
  },
});

Deno.test({
  name: "trainSubwords() refuses a size below the number of characters",
  ignore,
  fn: async () => {
    const error = await assertRejects(
      () => trainSubwords(["abcdef"], { size: 8 }),
      RangeError,
    );
    assertEquals(
      (error as Error).message,
      "Cannot learn subwords as size must be at least 11, 4 more than there are characters: got 8",
    );
  },
});

Deno.test("trainSubwords() refuses what is no size before it learns", async () => {
  for (const size of [4, 30_001, 8.5]) {
    const error = await assertRejects(
      () => trainSubwords(["abc"], { size }),
      RangeError,
    ) as Error;
    assertEquals(
      error.message,
      `Cannot learn subwords as size must be an integer in [5, 30000]: got ${size}`,
    );
  }
});

Deno.test({
  name: "trainSubwords() tells upper from lower case if it is told to",
  ignore,
  fn: async () => {
    const options = { size: 12, lowerCase: false };
    const tokenizer = await trainSubwords(["Go go Go"], options);
    assertEquals(tokenizer.decode(tokenizer.encode("go Go")), "go Go");
  },
});

Deno.test({
  name: "trainSubwords() leaves no folder behind, though it fails",
  ignore,
  fn: async () => {
    const { makeTempDir } = Deno;
    const made: string[] = [];
    Deno.makeTempDir = async (options) => {
      made.push(await makeTempDir(options));
      return made.at(-1)!;
    };
    try {
      await trainSubwords(["go go"], { size: 10 });
      await assertRejects(() => trainSubwords(["abcdef"], { size: 8 }));
    } finally {
      Deno.makeTempDir = makeTempDir;
    }
    assertEquals(made.length, 2);
    for (const folder of made) {
      await assertRejects(() => Deno.stat(folder), Deno.errors.NotFound);
    }
  },
});
