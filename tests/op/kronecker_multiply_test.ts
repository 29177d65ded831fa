import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { kroneckerMatrix } from "../../lib/op/kronecker_matrix.ts";
import { kroneckerMultiply } from "../../lib/op/kronecker_multiply.ts";
import type { KroneckerProducts } from "../../lib/op/kronecker_products.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertKeepsNoMoreThanX } from "../support/assert_keeps_no_more_than_x.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { testMultiplicationLaws } from "../support/multiply_laws.ts";

testMultiplicationLaws(kroneckerMultiply, false);

testOnBackends("kroneckerMultiply() takes ten factors", () => {
  const factors = Array.from(
    { length: 10 },
    (_, j) => tf.randomUniform<tf.Rank.R3>([2, 2, 2], -1, 1, "float32", j + 1),
  );
  const k = { rows: 1_024, columns: 1_024, factors };
  const x = tf.randomUniform<tf.Rank.R2>([2, 1_024], -1, 1, "float32", 11);
  const byFactors = kroneckerMultiply(x, k, { memory: 1 });
  assertAllClose(byFactors, tf.matMul(x, kroneckerMatrix(k)), {
    absolute: 1e-4, // a thousand products of ten numbers in each sum
  });
}, { except: ["webgpu"] }); // whose tensors have at most six axes

testOnBackends(
  "kroneckerMultiply() keeps no more than x for its gradient",
  assertKeepsNoMoreThanX,
  { except: ["webgpu"] }, // which has no such kernel
);

testOnBackends(
  "kroneckerMultiply() takes whole numbers and truth values for vectors, as tf.matMul() does",
  () => {
    const factors = [
      tf.tensor3d([[[1], [2]]]),
      tf.tensor3d([[[3, 4], [5, 6]]]),
    ];
    const k = { rows: 4, columns: 2, factors };
    for (const memory of [0, 1000]) {
      const ints = tf.tensor2d([[1, 2, 3, 4]], [1, 4], "int32");
      assertAllClose(kroneckerMultiply(ints, k, { memory }), [[71, 88]]);
      const bits = tf.tensor2d([[1, 0, 0, 1]], [1, 4], "bool");
      assertAllClose(kroneckerMultiply(bits, k, { memory }), [[13, 16]]);
      const slope = tf.grad((factor: tf.Tensor) =>
        kroneckerMultiply(ints, {
          ...k,
          factors: [factor as tf.Tensor3D, factors[1]],
        }, { memory })
      );
      assertAllClose(slope(factors[0]), [[[29], [65]]]);
    }
  },
);

Deno.test("kroneckerMultiply() refuses sizes that are none and factors that are no weights", () => {
  const factors = [
    tf.ones<tf.Rank.R3>([1, 2, 2]),
    tf.ones<tf.Rank.R3>([1, 2, 2]),
  ];
  const message = (k: Partial<KroneckerProducts>) =>
    assertThrows(() =>
      kroneckerMultiply(tf.ones([1, 4]), { rows: 4, columns: 4, factors, ...k })
    ).message;
  const cannot = "Cannot multiply by a sum of Kronecker products as";
  for (const columns of [0, -1, 2.5, NaN]) {
    assertEquals(
      message({ columns }),
      `${cannot} columns must be an integer >= 1: got ${columns}`,
    );
  }
  assertEquals(
    message({ factors: [tf.zeros([0, 2, 2]), tf.zeros([0, 2, 2])] }),
    `${cannot} rank must be an integer >= 1: got 0`,
  );
  const whole = tf.ones<tf.Rank.R3>([1, 2, 2], "int32");
  assertEquals(
    message({ factors: [factors[0], whole] }),
    `${cannot} factors[1] must be float32: got int32`,
  );
});

testOnBackends(
  "kroneckerMultiply() keeps no matrix that is larger than x",
  () => {
    const factors = [1, 2].map(() => tf.ones<tf.Rank.R3>([64, 4, 16]));
    const k = { rows: 16, columns: 256, factors };
    const x = tf.ones<tf.Rank.R2>([100, 16]);
    tf.grad((x) => {
      const before = tf.memory().numBytes;
      const y = kroneckerMultiply(x, k); // written out: 4,096 floats
      const inputs = [x, ...factors].reduce((sum, { size }) => sum + size, 0);
      const kept = (tf.memory().numBytes - before) / 4 - y.size - inputs;
      assertEquals(kept <= x.size, true, `${kept} floats`);
      return tf.sum(y);
    })(x);
  },
);

Deno.test("kroneckerMultiply() refuses what is no tensor and no sum of products", async () => {
  const k = { rows: 2, columns: 2, factors: [tf.ones([1, 2, 2])] };
  await assertRefusesArguments(
    "multiply by a sum of Kronecker products",
    kroneckerMultiply,
    [
      [
        [tf.ones([2])],
        "k must be an object { rows, columns, factors } such as nearestKroneckerProducts() makes: got undefined",
      ],
      [[[1, 2], k], "x must be a tensor: got an array"],
    ],
  );
});

Deno.test("kroneckerMultiply() says that a tensor was disposed", () => {
  const factors = [1, 2].map(() => tf.ones<tf.Rank.R3>([1, 2, 2]));
  const k = { rows: 4, columns: 4, factors };
  const x = tf.ones([1, 4]);
  x.dispose();
  assertThrows(
    () => kroneckerMultiply(x, k),
    Error,
    "x must have its values: got a tensor that was disposed",
  );
  factors[1].dispose();
  assertThrows(
    () => kroneckerMultiply(tf.ones([1, 4]), k),
    Error,
    "factors[1] must have its values: got a tensor that was disposed",
  );
});
