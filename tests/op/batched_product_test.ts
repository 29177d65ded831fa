import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { batchedProduct } from "../../lib/op/batched_product.ts";
import { smallIntegers } from "../support/arbitrary_kronecker.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";

const EXACT = { relative: 0, absolute: 0 }; // whole numbers: no rounding

const size = fc.integer({ min: 1, max: 19 }); // on both sides of whole tiles
const pairs = fc.tuple(fc.integer({ min: 1, max: 4 }), size, size, size).chain(
  ([pairs, m, inner, n]) =>
    fc.record({
      sizes: fc.constant({ pairs, m, inner, n }),
      a: smallIntegers(pairs * m * inner),
      b: smallIntegers(pairs * inner * n),
      slopes: smallIntegers(pairs * m * n),
    }),
);

testOnBackends(
  "batchedProduct() is the product of each pair, gradients too",
  () => {
    fc.assert(
      fc.property(pairs, ({ sizes: { pairs, m, inner, n }, a, b, slopes }) => {
        tf.tidy(() => {
          const left = tf.tensor3d(a, [pairs, m, inner]);
          const right = tf.tensor3d(b, [pairs, inner, n]);
          const weights = tf.tensor3d(slopes, [pairs, m, n]);
          assertAllClose(
            batchedProduct(left, right),
            tf.matMul(left, right),
            EXACT,
          );
          const gradients = [batchedProduct, tf.matMul].map((multiply) =>
            tf.grads((a: tf.Tensor, b: tf.Tensor) =>
              tf.sum(
                tf.mul(multiply(a as tf.Tensor3D, b as tf.Tensor3D), weights),
              )
            )([left, right])
          );
          for (const i of [0, 1]) {
            assertAllClose(gradients[0][i], gradients[1][i], EXACT);
          }
        });
      }),
      { numRuns: 60 },
    );
  },
);

testOnBackends("batchedProduct() of nothing is zero", () => {
  const y = batchedProduct(tf.zeros([0, 2, 3]), tf.zeros([0, 3, 4]));
  assertEquals(y.shape, [0, 2, 4]);
});
