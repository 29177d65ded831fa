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

testOnBackends("twoFactorMatrix() is a sum of Kronecker products", () => {
  const before = tf.memory().numTensors;
  const matrix = tf.tidy(() => twoFactorMatrix(A(), B()));
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
    twoFactorMatrix(a as tf.Tensor3D, b as tf.Tensor3D)
  )([A(), B()], slopes);
  assertAllClose(grads[0], toA);
  assertAllClose(grads[1], toB);
});
