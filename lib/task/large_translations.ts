import { writeAtomically } from "../convert/write_atomically.ts";
import { readTable } from "../text/read_table.ts";
import { searchName } from "./evaluate_translation.ts";
import type {
  ReproductionResult,
  ReproductionScore,
} from "./reproduction_result.ts";

/**
 * The table of translations of the larger test that belongs to a `results.json`.
 *
 * @param path Of the results.
 * @returns The same with another ending.
 */
export function translationsBeside(path: string): string {
  return path.replace(/(\.json)?$/, ".tsv.gz");
}

/**
 * Writes the translations of the larger test as a table, a column for each training and
 * search and a row for each sentence: alike ones side by side, so that it is small.
 *
 * @param path Where to, ending in `.tsv.gz`.
 * @param results Those without such translations are left out.
 * @returns The results without the translations.
 */
export async function writeLargeTranslations(
  path: string,
  results: readonly ReproductionResult[],
): Promise<ReproductionResult[]> {
  const columns: string[][] = [];
  const rest = results.map((result) => ({
    ...result,
    others: result.others.map(({ hypotheses, ...score }) => {
      if (hypotheses) columns.push([columnOf(result, score), ...hypotheses]);
      return score;
    }),
  }));
  if (columns.length > 0) {
    const lines = columns[0].map((_, row) =>
      `${columns.map((column) => column[row]).join("\t")}\n`
    );
    const stream = new Blob([lines.join("")]).stream()
      .pipeThrough(new CompressionStream("gzip"));
    await writeAtomically(path, await new Response(stream).bytes());
  }
  return rest;
}

/**
 * Puts what {@linkcode writeLargeTranslations} wrote back into results.
 *
 * @param path The table.
 * @param results Without the translations.
 * @returns With them.
 * @throws {Deno.errors.NotFound} If a result is scored on the larger test and there is
 * no such file.
 * @throws {SyntaxError} If it does not have the translations.
 */
export async function readLargeTranslations(
  path: string,
  results: readonly ReproductionResult[],
): Promise<ReproductionResult[]> {
  const columns = results.flatMap((result) =>
    result.others.filter(({ part }) => part === "large test")
      .map((score) => columnOf(result, score))
  );
  const rows = columns.length > 0 ? await readTable(path, { columns }) : [];
  return results.map((result) => ({
    ...result,
    others: result.others.map((score) => {
      if (score.part !== "large test") return score;
      const place = columns.indexOf(columnOf(result, score));
      return { ...score, hypotheses: rows.map((row) => row[place]) };
    }),
  }));
}

function columnOf(
  { name }: Pick<ReproductionResult, "name">,
  { beams }: Pick<ReproductionScore, "beams">,
): string {
  return `${name}, ${searchName(beams)}`;
}
