import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import {
  twoFactorMatrix,
  twoFactorMatrixGradient,
} from "../../lib/op/two_factor_matrix.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";

const A = () => tf.tensor3d([[[1, 2, 3]], [[0, -1, 4]]]); // [2, 1, 3]
const B = () => tf.tensor3d([[[5], [6]], [[-2], [7]]]); // [2, 2, 1]
const ALL = { rows: 2, columns: 3 };

testOnBackends("twoFactorMatrix() is a sum of Kronecker products", () => {
  const before = tf.memory().numTensors;
  const matrix = tf.tidy(() => twoFactorMatrix(A(), B(), ALL));
  assertEquals(tf.memory().numTensors, before + 1);
  // by hand: entry [i2, c1] is Σ_k A[k][0][c1]·B[k][i2][0]
  assertEquals(matrix.arraySync(), [[5, 12, 7], [6, 5, 46]]);
  matrix.dispose();
});

testOnBackends("twoFactorMatrixGradient() is that of the product", () => {
  const slopes = tf.tensor2d([[1, -1, 2], [0, 3, 1]]);
  const before = tf.memory().numTensors;
  const [toA, toB] = twoFactorMatrixGradient(slopes, A(), B());
  assertEquals(tf.memory().numTensors, before + 4);
  // Σ_i2 slopes[i2][c1]·B[k][i2][0], and Σ_c1 slopes[i2][c1]·A[k][0][c1]
  assertEquals(toA.arraySync(), [[[5, 13, 16]], [[-2, 23, 3]]]);
  assertEquals(toB.arraySync(), [[[5], [9]], [[9], [1]]]);
  const { grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) =>
    twoFactorMatrix(a as tf.Tensor3D, b as tf.Tensor3D, ALL)
  )([A(), B()], slopes);
  assertAllClose(grads[0], toA);
  assertAllClose(grads[1], toB);
});

/** Vectors that are whole, too long and too short, and what is cut off. */
const SIZES = [
  { a: [3, 5, 17], b: [3, 7, 16], rows: 33, columns: 260 },
  { a: [2, 4, 16], b: [2, 9, 32], rows: 36, columns: 512 },
  { a: [33, 40, 3], b: [33, 38, 21], rows: 1_511, columns: 62 },
];

testOnBackends(
  "twoFactorMatrix() is its definition, and so is its gradient",
  () => {
    for (const { a: aShape, b: bShape, ...cut } of SIZES) {
      const [rank, n1, m1] = aShape;
      const [, n2, m2] = bShape;
      const random = (shape: number[], seed: number) =>
        tf.randomUniform(shape, -1, 1, "float32", seed);
      const [a, b] = [random(aShape, 1), random(bShape, 2)];
      const slopes = random([cut.rows, cut.columns], 3) as tf.Tensor2D;
      const { value, grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) =>
        twoFactorMatrix(a as tf.Tensor3D, b as tf.Tensor3D, cut)
      )([a, b], slopes);
      const [x, y, s] = [a, b, slopes].map((tensor) => tensor.dataSync());
      const wanted = new Float64Array(cut.rows * cut.columns);
      const toA = new Float64Array(x.length);
      const toB = new Float64Array(y.length);
      for (let k = 0; k < rank; k++) {
        for (let row = 0; row < cut.rows; row++) {
          for (let column = 0; column < cut.columns; column++) {
            const i = (k * n1 + Math.floor(row / n2)) * m1 +
              Math.floor(column / m2);
            const j = (k * n2 + row % n2) * m2 + column % m2;
            const place = row * cut.columns + column;
            wanted[place] += x[i] * y[j];
            toA[i] += s[place] * y[j];
            toB[j] += s[place] * x[i];
          }
        }
      }
      const close = (actual: tf.Tensor, expected: Float64Array) =>
        assertAllClose(actual, tf.tensor([...expected], actual.shape), {
          absolute: 1e-3,
        });
      close(value, wanted);
      close(grads[0], toA);
      close(grads[1], toB);
    }
  },
);

testOnBackends(
  "twoFactorMatrixGradient() takes a matrix of cut columns alone",
  () => {
    const [a, b] = [
      tf.ones<tf.Rank.R3>([1, 2, 2]),
      tf.ones<tf.Rank.R3>([1, 1, 2]),
    ];
    const slopes = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
    const [toA, toB] = twoFactorMatrixGradient(slopes, a, b);
    assertEquals(toA.arraySync(), [[[3, 3], [9, 6]]]);
    assertEquals(toB.arraySync(), [[[14, 7]]]);
  },
);
