/**
 * `deno task train-classifier --data FILE.csv`: compares word vectors on texts of
 * one's own, and keeps the trained models.
 *
 * @module
 */

import { fileName } from "../text/read_bytes.ts";
import { readTable } from "../text/read_table.ts";
import { stratifiedSplit } from "../text/stratified_split.ts";
import { askedOptions } from "./asked_options.ts";
import { comparedModels, modelsNamed } from "./compared_models.ts";
import { prepareTexts } from "./labelled_texts.ts";
import { runComparison } from "./run_comparison.ts";
import { cannotRun, runTask } from "./task_options.ts";

/**
 * Runs the task.
 *
 * @param args Command line.
 * @returns The exit code.
 * @throws {SyntaxError} If the command line or the file does not fit.
 */
export async function trainClassifierTask(
  args: readonly string[],
): Promise<number> {
  const options = askedOptions(args, {
    data: {
      type: "file",
      help: "the texts: a .csv or .tsv file, or .gz of one",
    },
    text: {
      type: "text",
      default: "text",
      help: "name of the column of texts",
    },
    label: {
      type: "text",
      default: "category",
      help: "name of the column of classes",
    },
    test: {
      type: "file",
      help: "texts to test with; without it a share of the data is held out",
    },
    "test-share": {
      type: "share",
      default: 0.2,
      help: "share of each class to hold out",
    },
    width: { type: "count", default: 256, help: "width of the word vectors" },
    "min-count": {
      type: "count",
      default: 1,
      help: "times that a word must occur",
    },
    "max-words": {
      type: "count",
      default: 256,
      help: "words that a text may have; what is behind is cut",
    },
    ngrams: {
      type: "count",
      default: 1,
      help: "longest run of words that gets a vector by its hash",
    },
    buckets: {
      type: "count",
      default: 2_000,
      help: "vectors for runs of words",
    },
    seeds: {
      type: "count",
      default: 1,
      help: "seeds to train each model from",
    },
    epochs: { type: "count", default: 20, help: "passes over the texts" },
    models: {
      type: "text",
      help: 'only these besides the first, by a part of their names: "order 4"',
    },
    output: {
      type: "folder",
      default: "output/train-classifier",
      help: "folder for models and report",
    },
  }, {
    usage: "deno task train-classifier --data FILE",
    about:
      "Compares dense, factored and low-rank word vectors on labelled texts of your own, and keeps the trained models. Ctrl-C stops it; the same command goes on.",
  });
  if (!options) return 0;
  if (options.data === undefined) {
    throw cannotRun("--data must name a file of texts");
  }
  const columns = [options.text, options.label];
  const rows = await readLabelled(options.data, columns);
  const held = options.test === undefined
    ? split(rows, options["test-share"])
    : { train: rows, test: await readLabelled(options.test, columns) };
  const data = prepareTexts(held, {
    minCount: options["min-count"],
    maxWords: options["max-words"],
    ...(options.ngrams > 1
      ? { ngrams: { length: options.ngrams, buckets: options.buckets } }
      : {}),
  });
  const { vocabularySize } = data;
  const finished = await runComparison({
    data,
    models: modelsNamed(
      comparedModels({ vocabularySize, width: options.width }),
      options.models ?? "",
    ),
    seeds: options.seeds,
    epochs: options.epochs,
    folder: options.output,
    title: "What smaller word vectors cost",
  });
  return finished ? 0 : 130;
}

/** Rows of text and label, without spaces around them. */
async function readLabelled(
  path: string,
  columns: string[],
): Promise<string[][]> {
  const rows = await readTable(path, { columns });
  return rows.map((row, i) => {
    const [text, label] = row.map((field) => field.trim());
    if (label !== "") return [text, label];
    throw new SyntaxError(
      `Cannot read ${
        fileName(path)
      } as each text must have a label: got none in row ${i + 1}`,
    );
  });
}

/** Holds out the same share of each class, by one seed for all runs. */
function split(rows: string[][], fraction: number) {
  const labels = rows.map(([, label]) => label);
  const { rest, taken } = stratifiedSplit(labels, { fraction, seed: 0 });
  if (taken.length === 0) {
    throw new RangeError(
      `Cannot hold out texts as there must be enough of a class to take ${fraction} of them: got ${rows.length} texts`,
    );
  }
  return {
    train: rest.map((row) => rows[row]),
    test: taken.map((row) => rows[row]),
  };
}

if (import.meta.main) await runTask(trainClassifierTask);
