import { prepareFolder } from "../convert/prepare_folder.ts";
import { useBackend } from "../engine/use_backend.ts";
import { type Progress, progress } from "../train/progress.ts";
import { stopOnInterrupt } from "../train/stop_on_interrupt.ts";
import { FILES } from "../train/train_steps.ts";
import { askedOptions } from "./asked_options.ts";
import { say } from "./say.ts";
import { shellCommand } from "./shell_command.ts";
import { cannotRun, type TaskValues } from "./task_options.ts";
import { evaluateTask } from "./translate_evaluate.ts";
import {
  checkCompanion,
  checkRival,
  DEFAULT_COLUMNS,
  readColumns,
} from "./translate_options.ts";
import { TRAIN_OPTIONS } from "./translate_train_options.ts";
import { describeData, translationData } from "./translation_data.ts";
import {
  readPairs,
  type TranslationFiles,
  translationPairs,
} from "./translation_pairs.ts";
import {
  TRANSLATION_PRESETS,
  TRANSLATION_SETTINGS,
  translationModel,
  type TranslationPreset,
} from "./translation_presets.ts";
import {
  trainTranslation,
  type TranslationProgress,
} from "./translation_run.ts";
import type { TranslationSettings } from "./translation_settings.ts";

type Values = TaskValues<typeof TRAIN_OPTIONS>;

/**
 * `translate train`: trains a Transformer on the shipped pairs or on others.
 *
 * @param args Command line behind the command.
 * @returns The exit code; 130 if it was stopped.
 * @throws {SyntaxError} If the command line or a file does not fit.
 */
export async function trainTask(args: readonly string[]): Promise<number> {
  const options = askedOptions(args, TRAIN_OPTIONS, {
    usage: "deno task translate train",
    about:
      "Trains a Transformer on German-English pairs or on your own. Ctrl-C stops it; the same command goes on.",
  });
  if (!options) return 0;
  checkTokens(options);
  checkCompanion(options, "validation", "train");
  checkCompanion(options, "held-out", "train");
  if (options.test === undefined) checkCompanion(options, "columns", "train");
  checkRival(options, "held-out", "validation");
  checkRival(options, "batch", "tokens");
  const columns = readColumns(options.columns);
  const files = filesOf(options, columns);
  const folder = options.output ?? `output/translate/${options.model}`;
  await prepareFolder(folder); // found out before data are read
  if (options.test !== undefined) await readPairs(options.test, columns);
  const backend = await useBackend(options.backend);
  const { "max-positions": maxPositions } = options;
  const data = await translationData(await translationPairs(files), {
    kind: options.tokenizer,
    minCount: options["min-count"],
    vocabulary: options.vocabulary,
    wordOrder: options["word-order"] ?? presetOf(options).wordOrder,
    lowerCase: !options["keep-case"],
    maxPositions,
  });
  for (const line of describeData(data)) say(line);
  const model = modelOf(options, data.source.size, data.target.size);
  const interrupt = stopOnInterrupt(() =>
    say("\nStopping behind this step; once more stops at once")
  );
  let bar: Progress | undefined;
  let result: Awaited<ReturnType<typeof trainTranslation>>;
  try {
    result = await trainTranslation({
      data,
      model,
      settings: settingsOf(options),
      folder,
      keep: options.keep,
      signal: interrupt.signal,
      onModel: (parameters) =>
        say(
          `${options.model}: ${
            parameters.toLocaleString("en-US")
          } parameters; backend ${backend}; folder ${folder}`,
        ),
      onStep: (state) => {
        if (bar) bar.tick(state.size, noteOf(state, options.epochs));
        else {
          if (state.step > 1) say(`Goes on behind step ${state.step - 1}`);
          const left = state.totalWords - state.words;
          if (left > 0) bar = progress(left, { label: "words" });
        }
      },
    });
  } finally {
    bar?.done();
    interrupt[Symbol.dispose](); // what comes behind it, Ctrl-C ends as ever
  }
  const { best, steps, seconds, wordsPerSecond, epochs } = result;
  say(
    `${steps} steps, ${epochs} epochs, ${seconds.toFixed(0)} s, ${
      wordsPerSecond.toFixed(0)
    } words/s; metrics in ${folder}/${FILES.metrics}`,
  );
  if (result.finished && epochs < options.epochs) {
    say(
      `Ended behind epoch ${epochs} of ${options.epochs}, as the last ${options.patience} were no better${
        epochs > options.epochs - (options.average ?? Infinity)
          ? ""
          : "; no weights were averaged"
      }`,
    );
  }
  if (best) {
    say(
      `Least validation loss ${
        best.loss.toFixed(3)
      } nats a word, in epoch ${best.epoch}; the ${options.keep} translator is in ${folder}`,
    );
  }
  if (!result.finished) {
    say(
      `Stopped and saved. To go on: ${
        shellCommand(["translate", "train", ...args])
      }`,
    );
    return 130;
  }
  const command = ["evaluate", "--model", folder];
  if (options.test !== undefined) {
    const { test, columns = DEFAULT_COLUMNS } = options;
    const pairs = ["--data", test, "--columns", columns];
    const backend = options.backend ? ["--backend", options.backend] : [];
    return await evaluateTask([...command.slice(1), ...pairs, ...backend]);
  }
  if (files) {
    command.push("--data", "FILE");
    if (!files.train.includes(",")) command.push("--columns", columns.join());
  }
  say(`Score it: ${shellCommand(["translate", ...command])}`);
  return 0;
}

/** Refuses no room for a word, and what only whole words have where there are subwords. */
function checkTokens(options: Values): void {
  if (options["max-positions"] < 2) {
    throw cannotRun(
      "--max-positions must be at least 2, a word and an end: got 1",
    );
  }
  if (options.tokenizer === "words") return;
  for (const name of ["min-count", "word-order"] as const) {
    if (options[name] === undefined) continue;
    throw cannotRun(
      `--${name} must come with --tokenizer words: got --tokenizer ${options.tokenizer}`,
    );
  }
}

/** The files of the user's own pairs, if there are any. */
function filesOf(
  options: Values,
  columns: TranslationFiles["columns"],
): TranslationFiles | undefined {
  const { train, validation, "held-out": heldOut = 0.05 } = options;
  return train === undefined
    ? undefined
    : { train, validation, columns, heldOut };
}

function presetOf({ model }: Values): TranslationPreset {
  return TRANSLATION_PRESETS[model];
}

function modelOf(options: Values, sourceSize: number, targetSize: number) {
  const preset = presetOf(options);
  const { ranks } = preset;
  return translationModel({
    ...preset,
    width: options.width ?? preset.width,
    hidden: options.hidden ?? preset.hidden,
    ...options.norm && { norm: options.norm },
    dropout: options.dropout ?? preset.dropout,
    attentionDropout: options["attention-dropout"],
    feedForwardDropout: options["feed-forward-dropout"],
    ranks: {
      embedding: options["embedding-rank"] ?? ranks.embedding,
      attention: options["attention-rank"] ?? ranks.attention,
      feedForward: options["feed-forward-rank"] ?? ranks.feedForward,
    },
  }, {
    sourceSize,
    targetSize,
    seed: options.seed,
    layers: options.layers,
    heads: options.heads,
    maxPositions: options["max-positions"],
    positions: options.positions,
  });
}

function settingsOf(options: Values): TranslationSettings {
  const { rate, weightDecay } = presetOf(options);
  return {
    ...TRANSLATION_SETTINGS,
    rate: options.rate ?? rate,
    epochs: options.epochs,
    warmUp: options["warm-up"],
    schedule: options.schedule,
    weightDecay: options["weight-decay"] ?? weightDecay,
    smoothing: options.smoothing,
    batch: options.tokens === undefined
      ? { sentences: options.batch ?? 64 }
      : { tokens: options.tokens },
    accumulate: options.accumulate,
    clip: options.clip,
    patience: options.patience,
    average: options.average,
    seed: options.seed,
  };
}

/** What goes on right now. */
function noteOf(state: TranslationProgress, epochs: number): string {
  const { epoch, loss, validation } = state;
  const note = `epoch ${epoch}/${epochs}, loss ${loss.toFixed(2)}`;
  return validation === undefined
    ? note
    : `${note}, validation ${validation.toFixed(3)}`;
}
