import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
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

const name = "layer";
const table = { inputDim: 9, outputDim: 8, order: 2, rank: 1 };

/** An embedding that has its table, whole. */
function words(): tf.layers.Layer {
  const layer = tf.layers.embedding({ inputDim: 9, outputDim: 8 });
  layer.apply(tf.zeros([1, 1], "int32"));
  return layer;
}

const EMBEDDINGS = [
  () => new Word2Ket({ ...table, name }),
  () => new Word2KetXS({ ...table, name }),
];
const OF_ANY_SHAPE = [
  () => new MaskedAverage({ name }),
  () => new SeededDropout({ rate: 0.5, seed: 1, name }),
];
const OF_VECTORS = [
  () => new KroneckerDense({ units: 4, rank: 1, name }),
  () => new LowRankDense({ units: 4, rank: 1, name }),
  () => new FeedForward({ units: 4, name }),
  () => new FeedForward({ units: 4, factored: { rank: 1 }, name }),
  () => new TiedOutput({ embedding: words(), name }),
];
const OF_SEQUENCES = [
  () => new MultiHeadAttention({ numHeads: 1, keyDim: 4, name }),
];
const NORMALIZED = [() => new LayerNormalization({ name })];

/** What a cell of a notebook may hand over, where no type is checked. */
const NO_TENSORS = [
  [7, "7"],
  [Promise.resolve(), "a Promise"],
  [undefined, "undefined"],
  [[[1, 2]], "an array"],
] as const;

for (
  const make of [
    ...EMBEDDINGS,
    ...OF_ANY_SHAPE,
    ...OF_VECTORS,
    ...OF_SEQUENCES,
    ...NORMALIZED,
  ]
) {
  Deno.test(`${make().getClassName()}.call() names what came instead of a tensor`, () => {
    const layer = make();
    const isEmbedding = EMBEDDINGS.some((embedding) => embedding === make);
    const input = isEmbedding
      ? tf.zeros([1, 3], "int32")
      : tf.ones([1, 3, 8], "float32");
    layer.apply(input);
    const its = layer instanceof MultiHeadAttention ? "each" : "its";
    for (const [value, came] of NO_TENSORS) {
      const inputs = Array.isArray(value) ? [value] : value;
      assertEquals(
        assertThrows(() => layer.call(inputs as never, {}), TypeError).message,
        `Cannot call layer as ${its} input must be a tensor: got ${came}`,
      );
    }
  });
}

for (const make of [...OF_VECTORS, ...OF_SEQUENCES, ...NORMALIZED]) {
  Deno.test(`${make().getClassName()}.build() refuses what is no tensor`, () => {
    for (const inputs of [7, Promise.resolve(), [1, 2]]) {
      assertEquals(
        assertThrows(() => make().apply(inputs as never), TypeError).message,
        "Cannot build layer as its input must be a tensor: got what has no shape",
      );
    }
  });
}

Deno.test("checkBuilt() takes a scalar, which has a shape, if not one that layers need", () => {
  assertEquals(
    assertThrows(
      () => new LayerNormalization({ name }).apply(tf.scalar(1)),
      ShapeError,
    ).message,
    "Cannot make a LayerNormalization layer as shape must be […, width]: got []",
  );
});

for (const make of OF_VECTORS) {
  Deno.test(`${make().getClassName()}.build() names the vectors it needs where it got a scalar`, () => {
    const layer = make();
    const need = layer instanceof TiedOutput
      ? "tie layer as shape must be […, 8]"
      : "build layer as shape must be […, inputs]";
    assertEquals(
      assertThrows(() => layer.apply(tf.scalar(1)), ShapeError).message,
      `Cannot ${need}: got []`,
    );
  });
}

for (
  const make of [
    // a tied output has its embedding's weights
    ...OF_VECTORS.filter((make) => !(make() instanceof TiedOutput)),
    ...OF_SEQUENCES,
    ...NORMALIZED,
  ]
) {
  Deno.test(`${make().getClassName()}.call() says that there are no weights yet`, () => {
    assertEquals(
      assertThrows(() => make().call(tf.ones([1, 3, 8]), {})).message,
      "Cannot call layer as it must be applied or built first: it has no weights yet",
    );
  });
}

for (const make of OF_VECTORS) {
  Deno.test(`${make().getClassName()}.call() names the width it needs and the shape it got`, () => {
    const layer = make();
    layer.apply(tf.ones([1, 3, 8]));
    for (const width of [4, 16]) {
      assertEquals(
        assertThrows(() => layer.apply(tf.ones([1, 3, width])), ShapeError)
          .message,
        `Cannot call layer as shape must be […, 8]: got [1, 3, ${width}]`,
      );
    }
  });
}

Deno.test("MultiHeadAttention.call() names what came instead of a mask", () => {
  const layer = new MultiHeadAttention({ numHeads: 1, keyDim: 4, name });
  const x = tf.ones([1, 3, 8]);
  layer.apply(x);
  assertEquals(
    assertThrows(
      () => layer.call([x, x, Promise.resolve()] as never),
      TypeError,
    ).message,
    "Cannot mask the attention of layer as its mask must be a tensor: got a Promise",
  );
});

Deno.test("onlyTensor() refuses one input too many", () => {
  const x = tf.ones([1, 3, 8]);
  assertEquals(
    assertThrows(() => new MaskedAverage({ name }).call([x, x]), TypeError)
      .message,
    "Cannot call layer as it must have one input: got 2",
  );
});

Deno.test("MultiHeadAttention.cache() names the shape it needs", () => {
  const layer = new MultiHeadAttention({ numHeads: 1, keyDim: 4, name });
  layer.apply(tf.ones([1, 3, 8]));
  assertEquals(
    assertThrows(() => layer.cache(tf.ones([1, 3, 4])), ShapeError).message,
    "Cannot call layer as shape must be [batch, positions, 8]: got [1, 3, 4]",
  );
});

Deno.test("MaskedAverage.call() refuses vectors that are no sequences", () => {
  for (const shape of [[2, 8], [2, 3, 4, 8]]) {
    assertEquals(
      assertThrows(
        () => new MaskedAverage({ name }).apply(tf.ones(shape)),
        ShapeError,
      ).message,
      `Cannot call layer as shape must be [batch, length, width]: got [${
        shape.join(", ")
      }]`,
    );
  }
});
