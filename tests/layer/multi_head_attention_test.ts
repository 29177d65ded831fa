import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import type { MultiHeadAttentionArgs } from "../../lib/layer/attention_args.ts";
import {
  type AttentionCache,
  MultiHeadAttention,
} from "../../lib/layer/multi_head_attention.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import golden from "../golden/attention.json" with { type: "json" };
import { vectorCases } from "../support/arbitrary_vectors.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";
import { testLayerLaws } from "../support/layer_laws.ts";
import { overfit, testTraining } from "../support/overfit.ts";

testLayerLaws(
  MultiHeadAttention,
  vectorCases(
    (): fc.Arbitrary<MultiHeadAttentionArgs> =>
      fc.record({
        numHeads: fc.integer({ min: 1, max: 2 }),
        keyDim: fc.integer({ min: 1, max: 3 }),
        causal: fc.boolean(),
      }).chain((args) =>
        fc.constantFrom(
          args,
          { ...args, factored: { rank: 2 } },
          { ...args, valueDim: 2, factored: { query: { rank: 1 } } },
        )
      ),
    fc.constantFrom([1], [3]),
  ),
  { step: 1e-2, tolerance: { relative: 5e-4, absolute: 1e-3 } },
);

for (const example of golden.cases) {
  testOnBackends(
    `MultiHeadAttention agrees with PyTorch's: ${example.name}`,
    () => {
      const { width, heads, causal, source, seen } = example;
      const layer = new MultiHeadAttention({
        numHeads: heads,
        keyDim: width / heads,
        causal,
      });
      const query = tf.tensor3d(example.query);
      const inputs = source ? [query, tf.tensor3d(source)] : [query];
      const mask = seen && tf.tensor2d(seen);
      const slopes = tf.tensor3d(example.G);
      const apply = (inputs: tf.Tensor[]) =>
        layer.apply(
          mask ? [inputs[0], inputs[1] ?? inputs[0], mask] : inputs,
        ) as tf.Tensor;
      const loss = (...inputs: tf.Tensor[]) =>
        tf.sum(tf.mul(apply(inputs), slopes)).asScalar();
      apply(inputs);
      layer.setWeights(
        example.weights.map((weight) => tf.tensor(weight as number[])),
      );
      const close = { relative: 1e-4, absolute: 1e-5 };
      assertAllClose(apply(inputs), example.y, close);
      const [toQuery, toSource] = tf.grads(loss)(inputs);
      assertAllClose(toQuery, example.grad_query, close);
      if (source) assertAllClose(toSource, example.grad_source!, close);
      const { grads } = tf.variableGrads(() => loss(...inputs));
      for (const [i, gradient] of Object.values(grads).entries()) {
        assertAllClose(gradient, example.grad_weights[i] as number[], close);
      }
    },
  );
}

const args = { numHeads: 2, keyDim: 4, factored: { rank: 2 }, seed: 1 };

testOnBackends(
  "MultiHeadAttention decodes from a cache what it gives at once",
  () => {
    const layer = new MultiHeadAttention({ ...args, causal: true });
    const x = tf.randomNormal([3, 6, 8], 0, 1, "float32", 2);
    const whole = layer.apply(x) as tf.Tensor;
    let cache: AttentionCache | undefined;
    const steps: tf.Tensor[] = [];
    const before = tf.memory().numTensors;
    for (let t = 0; t < 6; t++) {
      const position = tf.slice(x, [0, t, 0], [3, 1, 8]);
      const longer: AttentionCache = layer.cache(position, cache);
      if (cache) tf.dispose([cache.key, cache.value]);
      cache = longer;
      steps.push(layer.attend(position, cache));
      position.dispose();
    }
    assertEquals(tf.memory().numTensors, before + 6 + 2);
    assertAllClose(tf.concat(steps, 1), whole, { absolute: 1e-5 });
  },
);

testOnBackends("MultiHeadAttention decodes several positions at a time", () => {
  const layer = new MultiHeadAttention({ ...args, causal: true });
  const x = tf.randomNormal([3, 6, 8], 0, 1, "float32", 2);
  const mask = tf.tensor2d(
    // one begins with padding, whose positions see nothing
    [[1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1], [1, 1, 1, 0, 1, 0]],
  );
  layer.apply(x);
  const all = layer.cache(x);
  for (const first of [0, 2, 5]) {
    const last = tf.slice(x, [0, first, 0]);
    for (const seen of [undefined, mask]) {
      const whole = layer.apply(seen ? [x, x, seen] : x) as tf.Tensor;
      assertAllClose(
        layer.attend(last, all, seen),
        tf.slice(whole, [0, first, 0]),
        { absolute: 1e-5 },
      );
    }
  }
});

testOnBackends("MultiHeadAttention attends to a cache of sources", () => {
  const layer = new MultiHeadAttention(args);
  const targets = tf.randomNormal([3, 4, 8], 0, 1, "float32", 2);
  const sources = tf.randomNormal([3, 5, 6], 0, 1, "float32", 3);
  const mask = tf.tensor2d([[1, 1, 1, 1, 1], [1, 1, 0, 0, 0], [1, 1, 1, 1, 0]]);
  const whole = layer.apply([targets, sources, mask]) as tf.Tensor;
  const cached = layer.attend(targets, layer.cache(sources), mask);
  assertAllClose(cached, whole, { absolute: 1e-6 });
});

testOnBackends("MultiHeadAttention sees nothing past the mask", () => {
  const layer = new MultiHeadAttention(args);
  const x = tf.randomNormal([2, 5, 8], 0, 1, "float32", 2);
  const mask = tf.tensor2d([[1, 1, 1, 0, 0], [1, 1, 1, 0, 0]]);
  const other = tf.concat([
    tf.slice(x, [0, 0, 0], [2, 3, 8]),
    tf.ones([2, 2, 8]),
  ], 1);
  const [one, two] = [x, other].map((source) => {
    const y = layer.apply([source, source, mask]) as tf.Tensor;
    return tf.slice(y, [0, 0, 0], [2, 3, 8]);
  });
  assertAllClose(one, two, { absolute: 0, relative: 0 });
  const wide = tf.tile(tf.expandDims(mask, 1), [1, 5, 1]);
  assertAllClose(
    layer.apply([x, x, wide]) as tf.Tensor,
    layer.apply([x, x, mask]) as tf.Tensor,
    { absolute: 0, relative: 0 },
  );
});

testOnBackends(
  "MultiHeadAttention takes the mask of an embedding in front",
  () => {
    const ids = tf.tensor2d(
      [[1, 2, 3, 0, 0], [4, 5, 6, 0, 0]],
      [2, 5],
      "int32",
    );
    const embedding = tf.layers.embedding({
      inputDim: 7,
      outputDim: 8,
      maskZero: true,
    });
    const layer = new MultiHeadAttention(args);
    const inputs = tf.input({ shape: [5], dtype: "int32" });
    const outputs = layer.apply(embedding.apply(inputs)) as tf.SymbolicTensor;
    const y = tf.model({ inputs, outputs }).predict(ids) as tf.Tensor;
    const x = embedding.apply(ids) as tf.Tensor;
    const mask = tf.notEqual(ids, tf.zerosLike(ids));
    assertAllClose(y, layer.apply([x, x, mask]) as tf.Tensor, {
      absolute: 1e-6,
    });
  },
);

testTraining(
  "MultiHeadAttention learns 32 samples by heart without leaking tensors",
  () => {
    const x = tf.randomNormal([32, 3, 8], 0, 1, "float32", 1);
    const target = tf.randomNormal([32, 1], 0, 1, "float32", 2);
    const heads = { numHeads: 4, keyDim: 8, factored: { rank: 8 }, seed: 3 };
    const kernelInitializer = tf.initializers.glorotNormal({ seed: 4 });
    const model = tf.sequential({
      layers: [
        new MultiHeadAttention({ ...heads, inputShape: [3, 8] }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1, kernelInitializer }),
      ],
    });
    const { loss, tensors } = overfit(model, x, target, { rate: 0.01 });
    assert(loss < 1e-3, `loss ${loss}`);
    assertEquals(tensors, 0);
  },
);

Deno.test("MultiHeadAttention refuses inputs and masks of other shapes", () => {
  const layer = new MultiHeadAttention({
    ...args,
    causal: true,
    name: "heads",
  });
  const x = tf.ones([2, 5, 8]);
  layer.apply(x);
  const message = (f: () => unknown) => assertThrows(f, ShapeError).message;
  assertEquals(
    message(() => layer.apply([x, x, tf.ones([2, 4])])),
    "Cannot mask the attention of heads as shape must be [2, 5] or [2, 5, 5]: got [2, 4]",
  );
  assertEquals(
    message(() => layer.call(tf.ones([2, 5, 9]))),
    "Cannot call heads as shape must be [batch, positions, 8]: got [2, 5, 9]",
  );
  const shorter = layer.cache(tf.ones([2, 4, 8]));
  assertEquals(
    message(() => layer.attend(x, shorter)),
    "Cannot decode a step of heads as shape must be [batch, at most 4, 8]: got [2, 5, 8]",
  );
});

Deno.test("MultiHeadAttention refuses sizes that are none", () => {
  const error = assertThrows(
    () => new MultiHeadAttention({ numHeads: 0, keyDim: 4 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a MultiHeadAttention layer as numHeads must be an integer >= 1: got 0",
  );
});

testOnBackends(
  "MultiHeadAttention hides no sources by the mask of its targets",
  () => {
    const ids = tf.tensor2d([[1, 2, 0], [3, 0, 0]], [2, 3], "int32");
    const sources = tf.randomNormal([2, 3, 6], 0, 1, "float32", 2);
    const embedding = tf.layers.embedding({
      inputDim: 4,
      outputDim: 8,
      maskZero: true,
    });
    const layer = new MultiHeadAttention(args);
    const inputs = [
      tf.input({ shape: [3], dtype: "int32" }),
      tf.input({ shape: [3, 6] }),
    ];
    const outputs = layer.apply([
      embedding.apply(inputs[0]) as tf.SymbolicTensor,
      inputs[1],
    ]) as tf.SymbolicTensor;
    const y = tf.model({ inputs, outputs }).predict([ids, sources]);
    const x = embedding.apply(ids) as tf.Tensor;
    assertAllClose(
      y as tf.Tensor,
      layer.apply([x, sources]) as tf.Tensor,
      { absolute: 1e-6 },
    );
  },
);

Deno.test("MultiHeadAttention hands on the mask of its targets", () => {
  const layer = new MultiHeadAttention(args);
  const [x, ones, zeros] = [
    tf.ones([1, 2, 8]),
    tf.ones([1, 2]),
    tf.zeros([1, 2]),
  ];
  assertEquals(layer.computeMask([x, x], [ones, zeros]), ones);
});

Deno.test("MultiHeadAttention keeps its dropout in its config", () => {
  const layer = new MultiHeadAttention({ ...args, dropout: 0.5 });
  const twin = MultiHeadAttention.fromConfig(
    MultiHeadAttention,
    layer.getConfig(),
  ) as MultiHeadAttention;
  const x = tf.randomNormal([2, 5, 8], 0, 1, "float32", 2);
  const [y, same] = [layer, twin].map((each) =>
    (each.apply(x, { training: true }) as tf.Tensor).arraySync()
  );
  assertEquals(same, y);
});

Deno.test("MultiHeadAttention hides the padding of a second input by a third one", () => {
  const input = () => tf.input({ shape: [null], dtype: "int32" });
  const [target, source] = [input(), input()];
  const table = new Word2KetXS({
    inputDim: 50,
    outputDim: 16,
    order: 2,
    rank: 2,
    embeddingsInitializer: "glorotNormal",
    seed: 1,
  });
  const [from, to] = [target, source]
    .map((ids) => table.apply(ids) as tf.SymbolicTensor);
  const seen = tf.layers.reLU({ maxValue: 1 }).apply(source);
  const outputs = new MultiHeadAttention({ numHeads: 2, keyDim: 8, seed: 1 })
    .apply([from, to, seen as tf.SymbolicTensor]) as tf.SymbolicTensor;
  const model = tf.model({ inputs: [target, source], outputs });
  const attend = (...sources: number[]) =>
    model.predict(
      [[7, 8], sources].map((row) =>
        tf.tensor2d([row], [1, row.length], "int32")
      ),
    ) as tf.Tensor;
  assertAllClose(attend(3, 4, 0, 0, 0), attend(3, 4));
});

Deno.test("MultiHeadAttention takes the mask as TensorFlow.js has it, alone or in a list", () => {
  const layer = new MultiHeadAttention({ numHeads: 2, keyDim: 4, seed: 1 });
  const x = tf.randomNormal([1, 3, 8], 0, 1, "float32", 1);
  const mask = tf.tensor2d([[1, 1, 0]], [1, 3], "bool");
  const alone = layer.apply(x, { mask }) as tf.Tensor;
  const listed = layer.apply(x, { mask: [mask] } as never) as tf.Tensor;
  assertAllClose(listed, alone, { relative: 0, absolute: 0 });
});
