import { checkChoice } from "../error/check_choice.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { checkShares } from "../error/check_shares.ts";
import { optionNames } from "../error/option_names.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { checkFactored } from "./factored_parts.ts";
import type { FactoredBudget, FactoredParts } from "./factored_parts.ts";

/** What every model of attention and feed-forward parts is made of. */
export interface StackConfig {
  /** Width of every vector. */
  readonly width: number;
  /** Attention heads; they divide the width. */
  readonly heads: number;
  /** Width inside the feed-forward parts. */
  readonly hidden: number;
  /** Most ids of a sentence, begin and end included. */
  readonly maxPositions: number;
  /** How positions are told: `"sinusoidal"` by default, or `"learned"`. */
  readonly positions?: "sinusoidal" | "learned";
  /** Normalization before each part, `"pre"` by default, or after it, `"post"`. */
  readonly norm?: "pre" | "post";
  /** Whether logits come from the words' embedding, by default, or a matrix of their own. */
  readonly tiedOutput?: boolean;
  /** Share of the entries that training drops behind each part; 0 by default. */
  readonly dropout?: number;
  /** Share of the attention weights that training drops; 0 by default. */
  readonly attentionDropout?: number;
  /** Share of the activations inside feed-forward parts that training drops; 0 by default. */
  readonly feedForwardDropout?: number;
  /** Seed of the weights and of dropout; 0 by default. */
  readonly seed?: number;
  /**
   * Which matrices are sums of Kronecker products, none by default; or how many
   * parameters the whole model may have, by which the ranks are chosen.
   */
  readonly factored?: FactoredParts | FactoredBudget;
}

const OPTIONS = optionNames<StackConfig>({
  width: true,
  heads: true,
  hidden: true,
  maxPositions: true,
  positions: true,
  norm: true,
  tiedOutput: true,
  dropout: true,
  attentionDropout: true,
  feedForwardDropout: true,
  seed: true,
  factored: true,
});

/** A configuration whose ranks are known. */
export type ResolvedConfig<Config extends StackConfig> =
  & Omit<Config, "factored">
  & { readonly factored?: FactoredParts };

/** What all models have in common, with known ranks. */
export type ResolvedStack = ResolvedConfig<StackConfig>;

/**
 * Refuses a configuration that no model can be made of.
 *
 * @param action What can't be done otherwise, such as `"make a Transformer"`.
 * @param config Sizes.
 * @param sizes Further sizes of the kind of model.
 * @param others Names of its further options.
 * @throws {RangeError} If a size is not an integer >= 1, the heads don't divide the
 * width, the width is odd with sinusoidal positions, a tied output is to be factored,
 * a share to drop is not in `[0, 1)`, or there is no such `norm` or `positions`.
 * @throws {TypeError} If there is no option of a name that was given.
 */
export function checkStackConfig(
  action: string,
  config: StackConfig,
  sizes: Readonly<Record<string, number>>,
  others: readonly string[] = [],
): void {
  checkOptionNames(action, config, [
    ...others,
    ...Object.keys(sizes),
    ...OPTIONS,
  ]);
  const { width, heads, hidden, maxPositions } = config;
  const all = { ...sizes, width, heads, hidden, maxPositions };
  checkPositiveIntegers(action, all);
  const cannot = (need: string, got: unknown) =>
    new RangeError(`Cannot ${action} as ${need}: got ${got}`);
  if (width % heads !== 0) {
    throw cannot(`width must be a multiple of heads (${heads})`, width);
  }
  if (width % 2 === 1 && config.positions !== "learned") {
    throw cannot("width must be even for sinusoidal positions", width);
  }
  const { norm = "pre", positions = "sinusoidal" } = config;
  checkChoice(action, "norm", norm, ["pre", "post"]);
  checkChoice(action, "positions", positions, ["sinusoidal", "learned"]);
  const { tiedOutput = true, factored } = config;
  checkFactored(action, factored);
  if (tiedOutput && factored?.output) {
    throw cannot("tiedOutput must be false to factor the output", tiedOutput);
  }
  const { dropout = 0, attentionDropout = 0, feedForwardDropout = 0 } = config;
  checkShares(action, { dropout, attentionDropout, feedForwardDropout });
}

/** The size in its configuration that tells a kind of model from the others. */
const SIZE = { Transformer: "sourceSize", LanguageModel: "vocabularySize" };

/**
 * Refuses what is no model of a kind, such as one of another kind.
 *
 * @param action What can't be done otherwise, such as `"translate"`.
 * @param model What the caller gave.
 * @param kind Name of the class.
 * @throws {TypeError} If its configuration is not that of the kind.
 */
export function checkModelKind(
  action: string,
  model: { readonly config: object },
  kind: keyof typeof SIZE,
): void {
  if (Object.hasOwn(model?.config ?? {}, SIZE[kind])) return;
  throw wrongKind(action, "model", `a ${kind}`, model);
}
