import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { attention } from "../../lib/op/attention.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertDifferentiatedOnce } from "../support/assert_differentiated_once.ts";
import { testOnBackends } from "../support/backends.ts";

const [query, key, value] = [4, 5, 5].map((positions, i) =>
  tf.randomNormal([2, positions, 3, 6], 0, 1, "float32", i + 1)
);

/** The definition, number by number. */
function byHand(sees: (target: number, source: number) => boolean): number[] {
  const [q, k, v] = [query, key, value].map((x) =>
    x.arraySync() as number[][][][]
  );
  const out: number[] = [];
  for (let b = 0; b < 2; b++) {
    for (let t = 0; t < 4; t++) {
      for (let h = 0; h < 3; h++) {
        const weights = k[b].map((position, s) =>
          sees(t, s)
            ? Math.exp(
              position[h].reduce((sum, x, c) => sum + x * q[b][t][h][c], 0) /
                Math.sqrt(6),
            )
            : 0
        );
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        for (let c = 0; c < 6; c++) {
          out.push(v[b].reduce(
            (sum, position, s) => sum + weights[s] / total * position[h][c],
            0,
          ));
        }
      }
    }
  }
  return out;
}

testOnBackends(
  "attention() averages values by the softmax of scaled products",
  () => {
    const y = attention({ query, key, value });
    assertEquals(y.shape, [2, 4, 3, 6]);
    assertAllClose(tf.reshape(y, [-1]), byHand(() => true), { absolute: 1e-5 });
  },
);

testOnBackends("attention() sees nothing that a mask hides", () => {
  const mask = tf.tile(tf.tensor3d([[[1, 1, 0, 1, 0]]]), [2, 1, 1]);
  const y = attention({ query, key, value }, { mask });
  const expected = byHand((_, source) => source !== 2 && source !== 4);
  assertAllClose(tf.reshape(y, [-1]), expected, { absolute: 1e-5 });
});

testOnBackends("attention() sees only what came before if it is causal", () => {
  const y = attention({ query, key, value }, { causal: true });
  const expected = byHand((target, source) => source <= target);
  assertAllClose(tf.reshape(y, [-1]), expected, { absolute: 1e-5 });
});

testOnBackends(
  "attention() sees nothing that comes later where all before is masked",
  () => {
    const [q, k, v] = [query, key, value]
      .map((x) => tf.slice(x, [0, 0, 0, 0], [2, 4, 3, 6]));
    const mask = tf.tile(tf.tensor3d([[[0, 0, 1, 1]]]), [2, 1, 1]);
    for (const drop of [undefined, (weights: tf.Tensor) => weights]) {
      const options = { mask, causal: true, drop };
      const y = attention({ query: q, key: k, value: v }, options);
      const first = tf.slice(v, [0, 0, 0, 0], [2, 1, 3, 6]);
      const second = tf.slice(v, [0, 1, 0, 0], [2, 1, 3, 6]);
      const expected = [first, tf.mul(tf.add(first, second), 0.5)];
      assertAllClose(
        tf.slice(y, [0, 0, 0, 0], [2, 2, 3, 6]),
        tf.concat(expected, 1),
        { absolute: 1e-5 },
      );
    }
  },
);

/** Vectors that are not whole, more targets than sources, and work for two threads. */
const SIZES = [
  { batch: 3, targets: 5, sources: 3, heads: 2, keyDim: 13, valueDim: 7 },
  { batch: 8, targets: 40, sources: 40, heads: 4, keyDim: 40, valueDim: 48 },
];

testOnBackends("attention() has the gradient of its operations", () => {
  for (const { batch, targets, sources, heads, keyDim, valueDim } of SIZES) {
    const random = (shape: number[], seed: number) =>
      tf.randomNormal(shape, 0, 1, "float32", seed);
    const inputs = [
      random([batch, targets, heads, keyDim], 1),
      random([batch, sources, heads, keyDim], 2),
      random([batch, sources, heads, valueDim], 3),
    ];
    const slopes = random([batch, targets, heads, valueDim], 4);
    const hidden = (rows: number) =>
      tf.greater(random([batch, rows, sources], 5), -0.5);
    const ways = [
      {},
      { mask: hidden(1) },
      { mask: hidden(targets), causal: targets === sources },
      { mask: tf.zeros([batch, 1, sources]) },
    ];
    for (const options of ways) {
      const results = [undefined, (weights: tf.Tensor) => weights].map((drop) =>
        tf.valueAndGrads((query, key, value) =>
          attention({ query, key, value }, { ...options, drop })
        )(inputs, slopes)
      );
      const [actual, expected] = results.map(({ value, grads }) => [
        value,
        ...grads,
      ]);
      for (const [i, tensor] of actual.entries()) {
        assertAllClose(tensor, expected[i], { absolute: 1e-4 });
      }
    }
  }
});

Deno.test("attention() refuses keys, values and masks of other sizes", () => {
  const fewer = (x: tf.Tensor) => tf.slice(x, [0, 0, 0, 0], [1, -1, -1, -1]);
  const mask = tf.ones([1, 4, 5]);
  const cases = [
    { inputs: { query, key: fewer(key), value }, needed: "[2, 5, 3, 6]" },
    { inputs: { query, key, value: fewer(value) }, needed: "[2, 5, 3, 6]" },
    { inputs: { query, key, value }, mask, needed: "[2, 1, 5] or [2, 4, 5]" },
  ];
  for (const { inputs, mask, needed } of cases) {
    const error = assertThrows(() => attention(inputs, { mask }), ShapeError);
    const got = mask ? "[1, 4, 5]" : "[1, 5, 3, 6]";
    assertEquals(
      error.message,
      `Cannot attend as shape must be ${needed}: got ${got}`,
    );
  }
});

testOnBackends(
  "attention() of no positions is empty, also if it is causal",
  () => {
    const x = tf.zeros([2, 0, 3, 6]);
    for (const causal of [false, true]) {
      const y = attention({ query: x, key: x, value: x }, { causal });
      assertEquals(y.shape, [2, 0, 3, 6]);
    }
  },
);

testOnBackends("attention() lets weights be dropped", () => {
  const x = tf.randomNormal([2, 3, 2, 4], 0, 1, "float32", 1);
  const inputs = { query: x, key: x, value: x };
  const twice = (weights: tf.Tensor) => tf.mul(weights, 2);
  assertAllClose(
    attention(inputs, { drop: twice }),
    tf.mul(attention(inputs), 2),
    { absolute: 1e-5 },
  );
});

testOnBackends(
  "attention()'s kernel refuses to be differentiated twice",
  () => {
    assertDifferentiatedOnce(
      "attention",
      (x) => attention({ query: x, key: x, value: x }),
      tf.ones([1, 2, 1, 3]),
    );
  },
  { except: ["cpu", "wasm", "webgpu"] },
); // by operations there
