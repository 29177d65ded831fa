import { Transformer } from "../../lib/model/transformer.ts";
import type { TransformerConfig } from "../../lib/model/transformer_config.ts";

/** A small Transformer, dense unless it is told otherwise. */
export function smallTransformer(
  change: Partial<TransformerConfig> = {},
): Transformer {
  return new Transformer({
    sourceSize: 11,
    targetSize: 9,
    width: 8,
    heads: 2,
    hidden: 12,
    encoderLayers: 2,
    decoderLayers: 2,
    maxPositions: 8,
    seed: 3,
    ...change,
  });
}

/** The kinds that there are, by name. */
export const KINDS: Readonly<Record<string, Partial<TransformerConfig>>> = {
  dense: {},
  "post-norm with learned positions": { norm: "post", positions: "learned" },
  "untied and shared": {
    sourceSize: 9,
    sharedEmbedding: true,
    tiedOutput: false,
  },
  factored: {
    factored: {
      embedding: { rank: 2 },
      attention: { rank: 2 },
      feedForward: { rank: 2 },
    },
  },
  "factored and untied": {
    tiedOutput: false,
    factored: { embedding: { rank: 3 }, output: { rank: 2 } },
  },
};
