import { bleuMetric, type BleuOptions } from "../text/bleu.ts";
import { chrfMetric } from "../text/chrf.ts";
import { linesOf } from "../text/lines_of.ts";
import { pairedBootstrap } from "../text/paired_bootstrap.ts";
import { fileName } from "../text/read_bytes.ts";
import { readText } from "../text/read_text.ts";
import type { TranslationScore } from "./evaluate_translation.ts";

/**
 * Translations that others are compared with, as `translate evaluate --output` writes
 * them.
 *
 * @param path A file of one translation a line.
 * @param sentences How many there must be.
 * @returns The translations; a line may be empty.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it is not UTF-8 or has other than as many lines.
 */
export async function readBaseline(
  path: string,
  sentences: number,
): Promise<string[]> {
  const lines = linesOf(await readText(path));
  if (lines.length === sentences) return lines;
  throw new SyntaxError(
    `Cannot compare with ${
      fileName(path)
    } as it must have a line for each of ${sentences} sentences: got ${lines.length}`,
  );
}

/**
 * How translations differ in BLEU and chrF from others of the same sentences, by a
 * paired bootstrap over the sentences.
 *
 * @param score The translations, and the right ones.
 * @param options The others, and how BLEU splits words.
 * @returns A line for each score; before them one that says so if all were put in lower
 * case, as only one of the two has upper case.
 */
export function describeDifference(
  { hypotheses, references }: Pick<
    TranslationScore,
    "hypotheses" | "references"
  >,
  { baseline, tokenize }:
    & { readonly baseline: readonly string[] }
    & Required<Pick<BleuOptions, "tokenize">>,
): string[] {
  const isCased = (texts: readonly string[]) =>
    texts.some((text) => text !== text.toLowerCase());
  const isOneCased = isCased(hypotheses) !== isCased(baseline);
  const alike = (texts: readonly string[]) =>
    isOneCased ? texts.map((text) => text.toLowerCase()) : texts;
  const metrics = { BLEU: bleuMetric({ tokenize }), chrF: chrfMetric() };
  const lines = Object.entries(metrics).map(([label, metric]) => {
    const { difference, pValue } = pairedBootstrap({
      references: alike(references),
      baseline: alike(baseline),
      system: alike(hypotheses),
      metric,
      seed: 1,
    });
    const [value, low, high] = [difference.value, ...difference.interval]
      .map((number) => number.toFixed(2));
    return `${label} ${value}, 95 % interval ${low} to ${high}, p ${
      pValue.toFixed(3)
    }`;
  });
  return isOneCased
    ? ["All in lower case, as only one of them has upper case.", ...lines]
    : lines;
}
