/**
 * Trains the small network in a process of its own, to be killed or interrupted:
 * `training_process.ts BACKEND FOLDER [SAVE]`. At the given save it writes half of the
 * file, says so and waits.
 *
 * @module
 */

import { type BackendName, useBackend } from "../../lib/engine/use_backend.ts";
import { linearToZero } from "../../lib/train/learning_rates.ts";
import { stopOnInterrupt } from "../../lib/train/stop_on_interrupt.ts";
import { trainSteps } from "../../lib/train/train_steps.ts";
import { smallTraining } from "./small_training.ts";

const [backend, folder, hangAt] = Deno.args;
const say = (text: string) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));

const write = Deno.writeFile;
let saves = 0;
Deno.writeFile = async (path, data, options) => {
  if (++saves !== Number(hangAt)) return await write(path, data, options);
  const bytes = data as Uint8Array;
  await write(path, bytes.subarray(0, bytes.length >> 1), options);
  say("half");
  await Deno.stdin.read(new Uint8Array(1)); // until killed
};

await useBackend(backend as BackendName);
using interrupt = stopOnInterrupt(() => say("stopping"));
const endless = hangAt === "endless";
const { finished, steps } = await trainSteps(smallTraining(), {
  epochs: endless ? 1_000_000 : 5,
  learningRate: linearToZero({ peak: 0.05, warmUp: 3, steps: 15 }),
  accumulate: 2,
  folder,
  saveEvery: endless ? 1_000_000 : 2,
  signal: interrupt.signal,
  onStep: ({ step }) => endless && step === 4 && say("four"),
});
say(`${finished} ${steps}`);
