import { join } from "node:path";
import { writeAtomically } from "../convert/write_atomically.ts";
import { prepareFolder } from "../train/checkpoint.ts";
import {
  finishedReproduction,
  keepReproduction,
  type ReproductionResult,
} from "./reproduction_result.ts";
import { slug } from "./slug.ts";
import { STEP_TIMES, type StepTimes } from "./step_times.ts";

/**
 * Puts the results of another folder into this one, and the step times that the numbers
 * of epochs rest on.
 *
 * @param known A `results.json` of `deno task reproduce`.
 * @param output The folder.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it holds something else.
 */
export async function takeOverResults(
  known: string,
  output: string,
): Promise<void> {
  const { times, results }: {
    readonly times?: StepTimes;
    readonly results?: readonly ReproductionResult[];
  } = JSON.parse(await Deno.readTextFile(known));
  // names become those of folders, and may lead nowhere else
  const whole = times?.milliseconds && Array.isArray(results) &&
    results.every(({ name, others }) =>
      name === slug(String(name)) && Array.isArray(others)
    );
  if (!whole) {
    throw new SyntaxError(
      `Cannot take over ${known} as it must be a results.json of deno task reproduce: got something else`,
    );
  }
  await writeAtomically(join(output, STEP_TIMES), JSON.stringify(times));
  for (const result of results) {
    const folder = join(output, result.name);
    if (await finishedReproduction(folder)) continue;
    await prepareFolder(folder);
    await keepReproduction(folder, result);
  }
}
