import { join } from "node:path";
import { parseJson } from "../convert/parse_json.ts";
import { prepareFolder } from "../convert/prepare_folder.ts";
import { writeAtomically } from "../convert/write_atomically.ts";
import { readText } from "../text/read_text.ts";
import {
  checkSameTraining,
  finishedReproduction,
  keepReproduction,
} from "./finished_reproduction.ts";
import {
  readLargeTranslations,
  translationsBeside,
} from "./large_translations.ts";
import type { ReproductionResult } from "./reproduction_result.ts";
import type { ReproductionRun } from "./reproduction_runs.ts";
import { STEP_TIMES, type StepTimes } from "./step_times.ts";

/** What a `results.json` of `deno task reproduce` holds. */
export interface KnownResults {
  /** The file, for messages. */
  readonly path: string;
  /** What the numbers of epochs rest on. */
  readonly times: StepTimes;
  /** What trainings gave. */
  readonly results: readonly ReproductionResult[];
}

/**
 * Reads the results of another folder.
 *
 * @param path A `results.json`, beside which its translations of the larger test are.
 * @returns What both hold.
 * @throws {Deno.errors.NotFound} If one of them is not there.
 * @throws {SyntaxError} If it holds something else.
 */
export async function readKnownResults(path: string): Promise<KnownResults> {
  const known = parseJson(await readText(path), path);
  const { times, results } = (known ?? {}) as Partial<KnownResults>;
  if (
    !times?.milliseconds || !Array.isArray(results) ||
    !results.every((result) => Array.isArray(result?.others))
  ) {
    throw new SyntaxError(
      `Cannot take over ${path} as it must be a results.json of deno task reproduce: got something else`,
    );
  }
  const large = translationsBeside(path);
  return { path, times, results: await readLargeTranslations(large, results) };
}

/**
 * Puts those of the known results that there are trainings for into a folder, and the
 * step times.
 *
 * @param known What {@linkcode readKnownResults} gave.
 * @param options The trainings and the folder.
 * @throws {RangeError} If a result, known or in the folder, is that of other settings,
 * before anything is written.
 */
export async function takeOverResults(
  { path, times, results }: KnownResults,
  { runs, output }: {
    readonly runs: readonly ReproductionRun[];
    readonly output: string;
  },
): Promise<void> {
  const found: { folder: string; result: ReproductionResult }[] = [];
  for (const run of runs) {
    const result = results.find(({ name }) => name === run.name);
    if (result) checkSameTraining(run, result, path);
    const folder = join(output, run.name);
    const over = await finishedReproduction(run, folder);
    if (result && !over) found.push({ folder, result });
  }
  await writeAtomically(join(output, STEP_TIMES), JSON.stringify(times));
  for (const { folder, result } of found) {
    await prepareFolder(folder);
    await keepReproduction(folder, result);
  }
}
