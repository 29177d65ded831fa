/**
 * `deno task language-model`: trains models that tell the next character of a text,
 * dense, factored and narrow, compares them and lets them make up texts.
 *
 * @module
 */

import { join } from "node:path";
import { prepareFolder } from "../convert/prepare_folder.ts";
import { useBackend } from "../engine/use_backend.ts";
import type { LanguageModelConfig } from "../model/language_model_config.ts";
import { checkLanguageModelConfig } from "../model/language_model_config.ts";
import { tableText } from "../plot/table.ts";
import { CharacterVocabulary } from "../text/character_vocabulary.ts";
import { readText } from "../text/read_text.ts";
import { type Progress, progress } from "../train/progress.ts";
import { stopOnInterrupt } from "../train/stop_on_interrupt.ts";
import { askedOptions } from "./asked_options.ts";
import {
  LANGUAGE_MODELS,
  type LanguageModelKind,
  languageModelOf,
  wholeParameters,
} from "./language_models.ts";
import { LANGUAGE_OPTIONS } from "./language_options.ts";
import { type LanguageData, trainLanguageModel } from "./language_run.ts";
import { say } from "./say.ts";
import { shellCommand } from "./shell_command.ts";
import { cannotRun, runTask, type TaskValues } from "./task_options.ts";

const SHAKESPEARE = new URL(
  "../../data/tinyshakespeare/input.txt.gz",
  import.meta.url,
);

/** Of a text, the part to train on. */
const TRAIN = 0.9;

/**
 * Runs the task.
 *
 * @param args Command line.
 * @returns The exit code; 130 if it was stopped.
 * @throws {SyntaxError} If the command line or the file does not fit.
 * @throws {RangeError} If no model can be made, or a folder holds another run.
 */
export async function languageModel(args: readonly string[]): Promise<number> {
  const options = askedOptions(args, LANGUAGE_OPTIONS, {
    usage: "deno task language-model",
    about:
      "Trains models that tell the next character of a text, dense, factored and narrow, compares them and lets them make up texts. Ctrl-C stops it; the same command goes on.",
  });
  if (!options) return 0;
  const kinds = kindsOf(options.models);
  await prepareFolder(options.output); // found out before data are read
  const stored = await readText(options.data ?? SHAKESPEARE);
  const text = stored.replaceAll("\r\n", "\n"); // no character more for Windows
  const vocabulary = CharacterVocabulary.of(text);
  const data = dataOf(vocabulary.encode(text));
  const prompt = options.prompt ?? promptOf(options.data && text);
  const promptIds = encodedPrompt(prompt, vocabulary);
  const dense = denseOf(options, vocabulary.size);
  checkLanguageModelConfig(dense);
  const whole = wholeParameters(dense);
  const budget = Math.floor(whole / options.ratio);
  const configs = kinds.map((kind) => languageModelOf(kind, dense, budget));
  const backend = await useBackend(options.backend);
  say(
    `${number(data.train.length)} characters to train on, ${
      number(data.validation.length)
    } held out, ${vocabulary.size - 1} different ones; backend ${backend}`,
  );
  using interrupt = stopOnInterrupt(() =>
    say("\nStopping behind this step; once more stops at once")
  );
  const { epochs, steps, batch, rate, temperature, seed } = options;
  const rows: (string | number)[][] = [];
  for (const [i, kind] of kinds.entries()) {
    const folder = join(options.output, kind);
    let bar: Progress | undefined;
    try {
      const result = await trainLanguageModel({
        model: configs[i],
        data,
        ...{ epochs, steps, batch, rate, folder },
        sample: {
          prompt: promptIds,
          length: options.sample,
          temperature,
          seed,
        },
        signal: interrupt.signal,
        onModel: (parameters) =>
          say(`\n${kind}: ${number(parameters)} parameters; folder ${folder}`),
        onStep: ({ step, epoch, loss }) => {
          if (!bar && step > 1) say(`Goes on behind step ${step - 1}`);
          bar ??= progress(epochs * steps - step + 1, { label: kind });
          const note = `epoch ${epoch}/${epochs}, ${bits(loss)} bits/character`;
          bar.tick(1, note);
        },
      });
      if (!result) {
        bar?.done();
        const command = shellCommand(["language-model", ...args]);
        say(`Stopped and saved. To go on: ${command}`);
        return 130;
      }
      bar?.done();
      const { parameters, loss, seconds, sample } = result;
      rows.push([
        kind,
        number(parameters),
        `${(whole / parameters).toFixed(1)}×`,
        loss.toFixed(3),
        bits(loss),
        seconds.toFixed(0),
        (1_000 * seconds / result.steps).toFixed(0),
      ]);
      say(`${prompt}${vocabulary.decode(sample)}`);
    } finally {
      bar?.done();
    }
  }
  const columns = ["model", "parameters", "ratio", "nats/character"]
    .concat("bits/character", "seconds", "ms/step");
  say(`\n${tableText({ columns, rows })}`);
  return 0;
}

/** The kinds of a list of names. */
function kindsOf(list: string): LanguageModelKind[] {
  return list.split(",").map((name) => {
    const kind = LANGUAGE_MODELS.find((kind) => kind === name);
    if (kind) return kind;
    throw cannotRun(
      `--models must be of ${LANGUAGE_MODELS.join(", ")}: got ${name}`,
    );
  });
}

/** What samples go on from where nothing is given. */
function promptOf(text: string | undefined): string {
  const romeo = "ROMEO:";
  return text === undefined
    ? romeo
    : Array.from(text.trimStart()).slice(0, romeo.length).join("");
}

/** Ids of a prompt, refused before anything is trained. */
function encodedPrompt(
  prompt: string,
  vocabulary: CharacterVocabulary,
): number[] {
  const cannot = (got: string) =>
    cannotRun(
      `--prompt must be characters of the text, at least one: got ${got}`,
    );
  if (prompt === "") throw cannot("none");
  try {
    return vocabulary.encode(prompt);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw cannot(JSON.stringify(prompt));
  }
}

function dataOf(ids: readonly number[]): LanguageData {
  const all = Int32Array.from(ids);
  const end = Math.floor(TRAIN * all.length);
  return {
    train: all.subarray(0, end),
    validation: all.subarray(end),
  };
}

function denseOf(
  options: TaskValues<typeof LANGUAGE_OPTIONS>,
  vocabularySize: number,
): LanguageModelConfig {
  const { width, hidden, layers, heads, dropout, seed } = options;
  const sizes = { vocabularySize, width, hidden, layers, heads };
  return { ...sizes, maxPositions: options.window, dropout, seed };
}

/** Nats as bits. */
function bits(nats: number): string {
  return (nats / Math.LN2).toFixed(3);
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

if (import.meta.main) await runTask(languageModel);
