import { writeAtomically } from "../convert/write_atomically.ts";
import { useBackend } from "../engine/use_backend.ts";
import { BLEU_TOKENIZERS } from "../text/bleu.ts";
import { progress } from "../train/progress.ts";
import { translationLoss } from "../train/translation_loss.ts";
import { askedOptions } from "./asked_options.ts";
import { describeScore, evaluateTranslator } from "./evaluate_translation.ts";
import { prepareFile } from "./prepare_file.ts";
import { say } from "./say.ts";
import { describeDifference, readBaseline } from "./score_difference.ts";
import { readTranslator } from "./shipped_translator.ts";
import type { TaskOption } from "./task_options.ts";
import {
  BACKEND,
  checkCompanion,
  COLUMNS,
  readColumns,
  SEARCH,
} from "./translate_options.ts";
import { readPairs, shippedPairs } from "./translation_pairs.ts";

const OPTIONS = {
  ...SEARCH,
  data: {
    type: "file",
    help:
      "pairs to test on: a table, or FILE.de,FILE.en; the shipped test pairs if not given",
  },
  columns: COLUMNS,
  tokenize: {
    type: "text",
    choices: BLEU_TOKENIZERS,
    default: "none",
    help:
      "how BLEU splits: words and signs with spaces between no further (none), or texts as people write them by the usual rules (13a) or into characters, for those without spaces (char)",
  },
  batch: { type: "count", default: 64, help: "sentences at once" },
  samples: { type: "whole", default: 5, help: "translations to show" },
  output: {
    type: "file",
    help: "file for all translations as they are scored, one a line",
  },
  baseline: {
    type: "file",
    help: "such a file of another model, to compare with",
  },
  backend: BACKEND,
} as const satisfies Record<string, TaskOption>;

/**
 * `translate evaluate`: scores a translator.
 *
 * @param args Command line behind the command.
 * @returns The exit code.
 * @throws {SyntaxError} If the command line or a file does not fit.
 */
export async function evaluateTask(args: readonly string[]): Promise<number> {
  const options = askedOptions(args, OPTIONS, {
    usage: "deno task translate evaluate",
    about: "Scores a trained translator on test pairs: BLEU, chrF, loss.",
  });
  if (!options) return 0;
  checkCompanion(options, "columns", "data");
  const { data, tokenize, beams, samples, output } = options;
  const pairs = data === undefined
    ? await shippedPairs("test")
    : await readPairs(data, readColumns(options.columns));
  const baseline = options.baseline === undefined
    ? undefined
    : await readBaseline(options.baseline, pairs.source.length);
  if (output !== undefined) await prepareFile(output);
  await useBackend(options.backend);
  const translator = await readTranslator(options.model);
  try {
    const bar = progress(pairs.source.length, { label: "sentences" });
    const score = await evaluateTranslator(translator, pairs, {
      tokenize,
      beams,
      lengthPenalty: options["length-penalty"],
      batchSize: options.batch,
      onBatch: (sentences) => bar.tick(sentences),
    }).finally(bar.done);
    describeScore(score, {
      translator,
      source: pairs.source,
      loss: await translationLoss(translator.model, translator.encode(pairs)),
      samples,
      tokenize,
      beams,
    }).forEach(say);
    if (output !== undefined) {
      await writeAtomically(output, `${score.hypotheses.join("\n")}\n`);
      say(`\nTranslations: ${output}`);
    }
    if (baseline) {
      say(`\nLess the scores of ${options.baseline}, by a paired bootstrap:`);
      describeDifference(score, { baseline, tokenize }).forEach(say);
    }
    return 0;
  } finally {
    translator.dispose();
  }
}
