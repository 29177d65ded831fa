import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import type { FactoredMatrix } from "../layer/projection.ts";

/** What a {@linkcode Transformer} is made of. */
export interface TransformerConfig {
  /** Number of ids of the source; 0 is padding. */
  readonly sourceSize: number;
  /** Number of ids of the target; 0 is padding. */
  readonly targetSize: number;
  /** Width of every vector. */
  readonly width: number;
  /** Attention heads; they divide the width. */
  readonly heads: number;
  /** Width inside the feed-forward parts. */
  readonly hidden: number;
  /** Layers of the encoder. */
  readonly encoderLayers: number;
  /** Layers of the decoder. */
  readonly decoderLayers: number;
  /** Most ids of a sentence, begin and end included. */
  readonly maxPositions: number;
  /** How positions are told: `"sinusoidal"` by default, or `"learned"`. */
  readonly positions?: "sinusoidal" | "learned";
  /** Normalization before each part, `"pre"` by default, or after it, `"post"`. */
  readonly norm?: "pre" | "post";
  /** Whether source and target have one embedding; not by default. */
  readonly sharedEmbedding?: boolean;
  /** Whether logits come from the target's embedding, by default, or a matrix of their own. */
  readonly tiedOutput?: boolean;
  /** Share of the entries that training drops behind each part; 0 by default. */
  readonly dropout?: number;
  /** Seed of the weights and of dropout; 0 by default. */
  readonly seed?: number;
  /** Which matrices are sums of Kronecker products; none by default. */
  readonly factored?: {
    /** Tables of words, and the output's matrix if it is not tied. */
    readonly embedding?: FactoredMatrix;
    /** All four matrices of each attention. */
    readonly attention?: FactoredMatrix;
    /** Both matrices of each feed-forward part. */
    readonly feedForward?: FactoredMatrix;
  };
}

/**
 * Refuses a configuration that no model can be made of.
 *
 * @param config Sizes.
 * @throws {RangeError} If a size is not an integer >= 1, the heads don't divide the
 * width, the width is odd with sinusoidal positions, or embeddings of two sizes are to
 * be shared.
 */
export function checkTransformerConfig(config: TransformerConfig): void {
  const action = "make a Transformer";
  const { sourceSize, targetSize, width, heads, hidden } = config;
  const { encoderLayers, decoderLayers, maxPositions } = config;
  checkPositiveIntegers(action, { sourceSize, targetSize, width, heads });
  checkPositiveIntegers(action, { hidden, encoderLayers, decoderLayers });
  checkPositiveIntegers(action, { maxPositions });
  const cannot = (need: string, got: unknown) =>
    new RangeError(`Cannot ${action} as ${need}: got ${got}`);
  if (width % heads !== 0) {
    throw cannot(`width must be a multiple of heads (${heads})`, width);
  }
  if (width % 2 === 1 && config.positions !== "learned") {
    throw cannot("width must be even for sinusoidal positions", width);
  }
  if (config.sharedEmbedding && sourceSize !== targetSize) {
    throw cannot(
      "sourceSize and targetSize must be equal to share an embedding",
      `${sourceSize} and ${targetSize}`,
    );
  }
}
