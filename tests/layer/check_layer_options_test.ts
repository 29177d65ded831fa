import { assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { FeedForward } from "../../lib/layer/feed_forward.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { LayerNormalization } from "../../lib/layer/layer_normalization.ts";
import { LowRankDense } from "../../lib/layer/low_rank_dense.ts";
import { MaskedAverage } from "../../lib/layer/masked_average.ts";
import { MultiHeadAttention } from "../../lib/layer/multi_head_attention.ts";
import { SeededDropout } from "../../lib/layer/seeded_dropout.ts";
import { TiedOutput } from "../../lib/layer/tied_output.ts";
import { Word2Ket } from "../../lib/layer/word2ket.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";

const WORDS = { inputDim: 9, outputDim: 4, order: 2, rank: 1 };

/** Each layer with options that are enough. */
const LAYERS: readonly (readonly [
  // deno-lint-ignore no-explicit-any -- cells of a notebook are not checked either
  new (args: any) => tf.layers.Layer,
  Record<string, unknown>,
])[] = [
  [FeedForward, { units: 4 }],
  [KroneckerDense, { units: 4, rank: 1 }],
  [LayerNormalization, {}],
  [LowRankDense, { units: 4, rank: 1 }],
  [MaskedAverage, {}],
  [MultiHeadAttention, { numHeads: 2, keyDim: 2 }],
  [SeededDropout, { rate: 0.5, seed: 1 }],
  [TiedOutput, { embedding: tf.layers.embedding(WORDS) }],
  [Word2Ket, WORDS],
  [Word2KetXS, WORDS],
];

Deno.test("each layer takes the options of every layer, and its own config", () => {
  const common = { name: "a", trainable: false, dtype: "float32" };
  for (const [Class, args] of LAYERS) {
    new Class(new Class({ ...args, ...common }).getConfig());
  }
});

Deno.test("each layer names the option that a misspelt one was meant for", () => {
  for (const [Class, args] of LAYERS) {
    assertThrows(
      () => new Class({ ...args, trainble: false }),
      TypeError,
      "got trainble (did you mean trainable?)",
    );
  }
});

Deno.test("layers look into the options of their factored matrices too", () => {
  const misspelt = { rank: 1, inputFactor: [2, 2] };
  for (
    const make of [
      () => new FeedForward({ units: 4, factored: misspelt }),
      () =>
        new MultiHeadAttention({ numHeads: 2, keyDim: 2, factored: misspelt }),
    ]
  ) {
    assertThrows(
      make,
      TypeError,
      "got inputFactor (did you mean inputFactors?)",
    );
  }
  const factored = { qeury: { rank: 1 } } as never;
  assertThrows(
    () => new MultiHeadAttention({ numHeads: 2, keyDim: 2, factored }),
    TypeError,
    "Cannot make a MultiHeadAttention layer as each option must be one of query, key, value, output: got qeury (did you mean query?)",
  );
});
