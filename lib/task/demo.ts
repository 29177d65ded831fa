/**
 * `deno task demo`: trains text classifiers with dense, factored and low-rank word
 * vectors on the questions of banking77, and shows what the small ones cost.
 *
 * @module
 */

import { readTable } from "../text/read_table.ts";
import { askedOptions } from "./asked_options.ts";
import { comparedModels, modelsNamed } from "./compared_models.ts";
import { prepareTexts } from "./labelled_texts.ts";
import { runComparison } from "./run_comparison.ts";
import { runTask } from "./task_options.ts";

const WIDTH = 256;
/** Of the questions, and epochs, that `--quick` takes. */
const QUICK = { share: 5, epochs: 2 };

/** Epochs without `--quick`. */
const EPOCHS = 20;

/**
 * Runs the demo.
 *
 * @param args Command line.
 * @returns The exit code.
 */
export async function demo(args: readonly string[]): Promise<number> {
  const options = askedOptions(args, {
    seeds: {
      type: "count",
      default: 1,
      help: "seeds to train each model from",
    },
    epochs: {
      type: "count",
      help: `passes over the questions; ${EPOCHS} if not given`,
    },
    quick: {
      type: "flag",
      help: "a fifth of the questions and 2 epochs, to see that it runs",
    },
    models: {
      type: "text",
      help: 'only these besides the first, by a part of their names: "order 4"',
    },
    output: {
      type: "folder",
      default: "output/demo",
      help: "folder for models and report",
    },
  }, {
    usage: "deno task demo",
    about:
      "Trains text classifiers with dense, factored and low-rank word vectors on the questions of banking77, and shows what the small ones cost. Ctrl-C stops it; the same command goes on.",
  });
  if (!options) return 0;
  const { quick } = options;
  const [train, test] = await Promise.all(
    ["train", "test"].map(async (name) => {
      const rows = await readTable(
        new URL(`../../data/banking77/${name}.csv.gz`, import.meta.url),
        { columns: ["text", "category"] },
      );
      return quick ? rows.filter((_, row) => row % QUICK.share === 0) : rows;
    }),
  );
  const data = prepareTexts({ train, test });
  const finished = await runComparison({
    data,
    models: modelsNamed(
      comparedModels({ vocabularySize: data.vocabularySize, width: WIDTH }),
      options.models ?? "",
    ),
    seeds: options.seeds,
    epochs: options.epochs ?? (quick ? QUICK.epochs : EPOCHS),
    folder: options.output,
    title: "Intents of bank customers: what smaller word vectors cost",
  });
  return finished ? 0 : 130;
}

if (import.meta.main) await runTask(demo);
