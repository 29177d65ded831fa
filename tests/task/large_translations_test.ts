import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  readLargeTranslations,
  translationsBeside,
  writeLargeTranslations,
} from "../../lib/task/large_translations.ts";
import type { ReproductionResult } from "../../lib/task/reproduction_result.ts";
import { readText } from "../../lib/text/read_text.ts";
import { RESULTS } from "../support/reproduction.ts";
import { testInFolder } from "../support/test_in_folder.ts";

const score = { part: "large test", bleu: 40, chrf: 60 } as const;
const [dense, shapeshifter] = RESULTS;

/** The first of them is scored on the larger test; an empty translation is one, too. */
const results: readonly ReproductionResult[] = [{
  ...dense,
  others: [
    ...dense.others,
    { ...score, beams: 1, hypotheses: ["", 'he said " yes', "no ."] },
    { ...score, beams: 4, hypotheses: ["", "he said yes .", "no ."] },
  ],
}, shapeshifter];

testInFolder(
  "readLargeTranslations() gives back what was written",
  async (folder) => {
    const path = join(folder, "results.tsv.gz");
    const rest = await writeLargeTranslations(path, results);
    assertEquals(rest, [{
      ...dense,
      others: [
        ...dense.others,
        { ...score, beams: 1 },
        { ...score, beams: 4 },
      ],
    }, shapeshifter]);
    assertEquals(
      await readText(path),
      "converged-dense-1, greedy\tconverged-dense-1, 4 beams\n" +
        '\t\nhe said " yes\the said yes .\nno .\tno .\n',
    );
    assertEquals(await readLargeTranslations(path, rest), results);
  },
);

testInFolder(
  "no table is needed where there is no larger test",
  async (folder) => {
    const path = join(folder, "results.tsv.gz");
    assertEquals(await writeLargeTranslations(path, RESULTS), [...RESULTS]);
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
    assertEquals(await readLargeTranslations(path, RESULTS), [...RESULTS]);
  },
);

testInFolder("readLargeTranslations() says what it lacks", async (folder) => {
  const path = join(folder, "results.tsv.gz");
  await assertRejects(
    () => readLargeTranslations(path, results),
    Deno.errors.NotFound,
    "Cannot read results.tsv.gz as there must be such a file",
  );
  await writeLargeTranslations(path, results);
  await assertRejects(
    () => readLargeTranslations(path, [{ ...results[0], name: "other" }]),
    SyntaxError,
    'Cannot read results.tsv.gz as it must have a column "other, greedy"',
  );
});

Deno.test("translationsBeside() has another ending", () => {
  assertEquals(translationsBeside("docs/results.json"), "docs/results.tsv.gz");
});
