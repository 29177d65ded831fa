import { bleu, type BleuOptions, type BleuScore } from "../text/bleu.ts";
import { chrf } from "../text/chrf.ts";
import { detokenize } from "../text/detokenize.ts";
import type { SentencePairs } from "../text/sentence_pairs.ts";
import { words } from "../text/words.ts";
import type { TranslateOptions, Translator } from "../train/translator.ts";
import { percent, unknownShare } from "./translation_data.ts";

/** How a translator is tested. */
export interface EvaluateOptions
  extends
    Omit<TranslateOptions, "cut">,
    Required<Pick<BleuOptions, "tokenize">> {}

/** How well a translator translates pairs. */
export interface TranslationScore {
  /** BLEU and its parts. */
  readonly bleu: BleuScore;
  /** chrF2, in `[0, 100]`. */
  readonly chrf: number;
  /** Share of the source's words that are unknown. */
  readonly unknown: number;
  /** Sentences that were cut, as they are longer than the model's positions. */
  readonly cut: { readonly source: number; readonly target: number };
  /** Seconds of translating. */
  readonly seconds: number;
  /** Words of the translations a second. */
  readonly wordsPerSecond: number;
  /** Translations as they are scored. */
  readonly hypotheses: readonly string[];
  /** The right ones, as they are scored. */
  readonly references: readonly string[];
}

/**
 * Translates sentences and compares with their right translations.
 *
 * Both are compared in lower case if the translator is: as words and signs with spaces
 * between where BLEU splits no further, so that scores of models of words and of subwords
 * can be compared, and else as people write them, as published scores are.
 *
 * @param translator What is tested.
 * @param pairs Sentences and their right translations.
 * @param options How to search and to score.
 * @returns Scores, and what was compared.
 */
export async function evaluateTranslator(
  translator: Translator,
  pairs: SentencePairs,
  { tokenize, ...options }: EvaluateOptions,
): Promise<TranslationScore> {
  const { kind, lowerCase } = translator;
  const encoded = translator.encode(pairs);
  const spaced = (text: string) => words(text, { lowerCase }).join(" ");
  const start = performance.now();
  const texts = await translator.translate(pairs.source, {
    ...options,
    cut: true, // and counted
  });
  const seconds = (performance.now() - start) / 1_000;
  // a tokenizer of words has put them so already, unknown ones in brackets
  const apart = kind === "words" ? texts : texts.map(spaced);
  const written = (text: string) => lowerCase ? text.toLowerCase() : text;
  const hypotheses = tokenize === "none"
    ? apart
    : texts.map((text) => written(kind === "words" ? detokenize(text) : text));
  const references = pairs.target.map(tokenize === "none" ? spaced : written);
  const { hypothesisLength } = bleu(apart, apart, { tokenize: "none" });
  return {
    bleu: bleu(hypotheses, references, { tokenize }),
    chrf: chrf(hypotheses, references),
    unknown: unknownShare(encoded.source),
    cut: encoded.cut,
    seconds,
    wordsPerSecond: hypothesisLength / seconds,
    hypotheses,
    references,
  };
}

/** What a search with so many beams is called. */
export function searchName(beams: number): string {
  return beams === 1 ? "greedy" : `${beams} beams`;
}

/** What is said of a score besides it. */
export interface DescribeScoreOptions
  extends Pick<EvaluateOptions, "tokenize" | "beams"> {
  /** What was tested. */
  readonly translator: Translator;
  /** What was translated. */
  readonly source: readonly string[];
  /** Mean loss without smoothing, in nats a word. */
  readonly loss: number;
  /** Translations to show. */
  readonly samples: number;
}

/**
 * A score as a reader wants it: BLEU, chrF and loss, speed, and some translations.
 *
 * @param score The score.
 * @param options What was tested, and how many translations to show.
 * @returns Lines of text; each sample is the source, `= ` its translation, and the
 * right one.
 */
export function describeScore(
  score: TranslationScore,
  { translator, source, loss, samples, tokenize, beams = 1 }:
    DescribeScoreOptions,
): string[] {
  const { model, kind } = translator;
  const { cut, hypotheses, references } = score;
  const count = (value: number) => value.toLocaleString("en-US");
  const places = Array.from(
    { length: Math.min(source.length, samples) },
    (_, i) => Math.floor(i * source.length / Math.min(source.length, samples)),
  );
  return [
    `${count(model.countParams())} parameters, ${
      count(source.length)
    } sentences, ${percent(score.unknown)} of their ${kind} unknown`,
    ...cut.source + cut.target === 0 ? [] : [
      `Cut, as they are longer than the model's positions: ${cut.source} sentences, and ${cut.target} right translations for the loss`,
    ],
    `BLEU (${tokenize}) ${score.bleu.score.toFixed(2)}, chrF ${
      score.chrf.toFixed(2)
    }, loss ${loss.toFixed(3)} nats a word`,
    `${score.seconds.toFixed(1)} s, ${
      score.wordsPerSecond.toFixed(0)
    } words/s, ${searchName(beams)}`,
    ...places.map((place) =>
      `\n  ${source[place]}\n= ${hypotheses[place]}\n  ${references[place]}`
    ),
  ];
}
