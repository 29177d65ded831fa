import { join } from "node:path";
import { ifThere } from "../convert/if_there.ts";
import { parseJson } from "../convert/parse_json.ts";
import { writeAtomically } from "../convert/write_atomically.ts";
import type { JsonValue } from "../train/checkpoint.ts";
import { differingFields } from "../train/differing_fields.ts";
import {
  otherSearches,
  type ReproductionResult,
} from "./reproduction_result.ts";
import type { ReproductionRun } from "./reproduction_runs.ts";

const RESULT = "result.json";

/**
 * The result of a training that was finished before, if it was.
 *
 * @param run What was to be trained.
 * @param folder The training's folder.
 * @returns The result, or nothing.
 * @throws {RangeError} If it is that of other settings; names all fields that differ.
 */
export async function finishedReproduction(
  run: ReproductionRun,
  folder: string,
): Promise<ReproductionResult | undefined> {
  const path = join(folder, RESULT);
  const text = await ifThere(Deno.readTextFile(path));
  if (text === undefined) return undefined;
  const result = parseJson(text, path) as ReproductionResult;
  checkSameTraining(run, result, path);
  return result;
}

/**
 * Refuses a result that another training gave, as one of an earlier version does.
 *
 * @param run What was to be trained.
 * @param result What was found under its name.
 * @param path Where, for the message.
 * @throws {RangeError} If settings or what is scored differ; names all such fields.
 */
export function checkSameTraining(
  run: ReproductionRun,
  { preset, settings, others }: Partial<ReproductionResult>,
  path: string,
): void {
  const scored = others?.map(({ part, beams }) => ({ part, beams }));
  const differing = differingFields(
    plain({ preset, settings, scored }),
    plain({
      preset: run.preset,
      settings: run.settings,
      scored: otherSearches(run),
    }),
  );
  if (differing.length > 0) {
    throw new RangeError(
      `Cannot count ${run.name} of ${path} as over as its settings must be the same: got ${
        differing.join(", ")
      }; give another --output or --known`,
    );
  }
}

/** As a file has it: without fields that are not defined. */
function plain(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value));
}

/**
 * Puts a result where {@linkcode finishedReproduction} finds it.
 *
 * @param folder The training's folder.
 * @param result What it gave.
 */
export async function keepReproduction(
  folder: string,
  result: ReproductionResult,
): Promise<void> {
  await writeAtomically(join(folder, RESULT), JSON.stringify(result));
}
