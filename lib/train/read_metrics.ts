import { join } from "node:path";
import { ifThere } from "../convert/if_there.ts";
import { parseJson } from "../convert/parse_json.ts";
import type { StepMetrics } from "./train_options.ts";
import { FILES } from "./train_steps.ts";

/** What a run has measured so far, over all times that it went on. */
export interface RunMetrics {
  /** Of each step, in order; `seconds` counts from where the run last went on. */
  readonly steps: readonly StepMetrics[];
  /** Losses on validation data, in order, and the seconds of all steps before. */
  readonly validations: readonly {
    readonly step: number;
    readonly epoch: number;
    readonly validation: number;
    readonly seconds: number;
  }[];
  /** What the losses are means of, such as words. */
  readonly size: number;
  /** Seconds of all steps, and of all validations but the last. */
  readonly seconds: number;
}

/** A line of the file. */
type Line = StepMetrics | Omit<RunMetrics["validations"][number], "seconds">;

/**
 * Reads what a run of {@linkcode trainSteps} left in its folder.
 *
 * @param folder The run's folder.
 * @returns Steps and validations; none if there is no file yet.
 * @throws {SyntaxError} If a line of the file is damaged.
 */
export async function readMetrics(folder: string): Promise<RunMetrics> {
  const path = join(folder, FILES.metrics);
  const text = await ifThere(Deno.readTextFile(path)) ?? "";
  const lines = text.split("\n").filter((line) => line !== "")
    .map((line, i) => parseJson(line, `line ${i + 1} of ${path}`) as Line);
  const steps: StepMetrics[] = [];
  const validations = [];
  let [seconds, before] = [0, 0];
  for (const line of lines) {
    if ("validation" in line) {
      validations.push({ ...line, seconds });
      continue;
    }
    steps.push(line);
    // the clock starts again where a run goes on
    seconds += line.seconds >= before ? line.seconds - before : line.seconds;
    before = line.seconds;
  }
  return {
    steps,
    validations,
    size: steps.reduce((sum, { size }) => sum + size, 0),
    seconds,
  };
}
