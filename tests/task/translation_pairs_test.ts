import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  readPairs,
  shippedPairs,
  translationPairs,
} from "../../lib/task/translation_pairs.ts";
import { numberPairs, numberTable } from "../support/number_pairs.ts";
import { canRead } from "../support/permissions.ts";
import { testInFolder } from "../support/test_in_folder.ts";

Deno.test({
  name: "translationPairs() takes the shipped pairs, German first",
  ignore: !canRead,
  fn: async () => {
    const { name, train, validation } = await translationPairs();
    assertEquals(name, "tatoeba_de_en");
    assertEquals([train.source.length, validation.source.length], [
      16_000,
      1_000,
    ]);
    assertEquals(validation.source[0], "Ist das ein Zufall?");
    assertEquals(validation.target[0], "Is it a coincidence?");
    assertEquals((await shippedPairs("test")).source.length, 1_000);
  },
});

testInFolder(
  "translationPairs() holds out the same share each time",
  async (folder) => {
    const train = join(folder, "numbers.tsv");
    await Deno.writeTextFile(train, numberTable());
    const files = { train, columns: [2, 1], heldOut: 0.1 } as const;
    const pairs = await translationPairs(files);
    assertEquals(pairs, await translationPairs(files));
    assertEquals(pairs.name, "numbers.tsv");
    assertEquals([pairs.train.source.length, pairs.validation.source.length], [
      75,
      9,
    ]);
    const all = numberPairs();
    for (const part of [pairs.train, pairs.validation]) {
      for (const [i, source] of part.source.entries()) {
        assertEquals(part.target[i], all.target[all.source.indexOf(source)]);
      }
    }
    assertEquals(
      [...pairs.train.source, ...pairs.validation.source].sort(),
      all.source.toSorted(),
    );
    const places = pairs.train.source.map((text) => all.source.indexOf(text));
    assertEquals(places, places.toSorted((a, b) => a - b)); // as in the file
    const error = await assertRejects(
      () => translationPairs({ ...files, heldOut: 0.999 }),
      RangeError,
    ) as Error;
    assertEquals(
      error.message,
      "Cannot hold out 0.999 of the pairs as some must be left to train on: got 84",
    );
  },
);

testInFolder(
  "translationPairs() takes pairs to choose with as they are given",
  async (folder) => {
    const [train, de, en] = ["a.tsv", "b.de", "b.en"]
      .map((name) => join(folder, name));
    await Deno.writeTextFile(train, "eins\tone\n");
    await Deno.writeTextFile(de, "zwei\ndrei\n");
    await Deno.writeTextFile(en, "two\nthree\n");
    const validation = `${de},${en}`;
    assertEquals(
      await translationPairs({
        train,
        validation,
        columns: [1, 2],
        heldOut: 0.1,
      }),
      {
        name: "a.tsv",
        train: { source: ["eins"], target: ["one"] },
        validation: { source: ["zwei", "drei"], target: ["two", "three"] },
      },
    );
  },
);

testInFolder("readPairs() says what is wrong with files", async (folder) => {
  const [de, en, table] = ["a.de", "a.en", "a.tsv"]
    .map((name) => join(folder, name));
  const message = async (files: string) =>
    (await assertRejects(async () => await readPairs(files, [1, 2])) as Error)
      .message.replaceAll(folder, "FOLDER");
  await Deno.writeTextFile(de, "eins\nzwei\n");
  await Deno.writeTextFile(en, "one\n");
  await Deno.writeTextFile(table, "eins\tone\n\tzwei\n");
  assertEquals(
    await message(`${de},${en}`),
    "Cannot read a.de and a.en as each line must have a translation: got 2 and 1 lines, so that line 2 of a.de has none",
  );
  assertEquals(
    await message(table),
    "Cannot read a.tsv as line 2 must have a sentence in column 1: got an empty one",
  );
  await Deno.writeTextFile(en, "one\n \n");
  assertEquals(
    await message(`${de},${en}`),
    "Cannot read a.en as line 2 must have a sentence: got an empty one",
  );
  assertEquals(
    await message("a,b,c"),
    "Cannot read pairs as there must be one table or two files: got 3, a,b,c",
  );
  assertEquals(
    await message(join(folder, "none.tsv")),
    "Cannot read none.tsv as there must be such a file: got FOLDER/none.tsv",
  );
});
