import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { kroneckerMatrix } from "../../lib/op/kronecker_matrix.ts";
import {
  arbitraryKronecker,
  kroneckerOf,
  smallIntegers,
} from "../support/arbitrary_kronecker.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertDifferentiatedOnce } from "../support/assert_differentiated_once.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { finiteDifferences } from "../support/finite_differences.ts";
import { onCpu } from "../support/on_cpu.ts";
import { writtenOut } from "../support/written_out.ts";

const EXACT = { relative: 0, absolute: 0 }; // whole numbers below 2^24: no rounding

testOnBackends("kroneckerMatrix() has the entries of the definition", () => {
  fc.assert(
    fc.property(arbitraryKronecker, (values) => {
      tf.tidy(() => {
        const k = kroneckerOf(values);
        assertAllClose(kroneckerMatrix(k), writtenOut(k), EXACT);
      });
    }),
    { numRuns: 100 },
  );
});

testOnBackends(
  "kroneckerMatrix() has the gradient of finite differences",
  () => {
    const withSlopes = arbitraryKronecker.chain((values) =>
      fc.record({
        values: fc.constant(values),
        slopes: smallIntegers(values.rows * values.columns),
      })
    );
    fc.assert(
      fc.property(withSlopes, ({ values, slopes }) => {
        tf.tidy(() => {
          const k = kroneckerOf(values);
          const weights = tf.tensor2d(slopes, [k.rows, k.columns]);
          const loss = (...factors: tf.Tensor[]) =>
            tf.sum(tf.mul(
              kroneckerMatrix({ ...k, factors: factors as tf.Tensor3D[] }),
              weights,
            )).asScalar();
          for (const [j, slope] of tf.grads(loss)([...k.factors]).entries()) {
            const expected = onCpu(() =>
              finiteDifferences(loss, k.factors, j, 1)
            );
            assertAllClose(tf.reshape(slope, [-1]), expected, EXACT);
          }
        });
      }),
      { numRuns: 30 },
    );
  },
);

Deno.test("kroneckerMatrix() refuses factors that are too small", () => {
  const factors = [tf.ones<tf.Rank.R3>([1, 2, 2])];
  const error = assertThrows(
    () => kroneckerMatrix({ rows: 3, columns: 2, factors }),
    ShapeError,
  );
  assertEquals(
    error.message,
    "Cannot write out a sum of Kronecker products as shape must be [at least 3, at least 2]: got [2, 2]",
  );
});

Deno.test("kroneckerMatrix() refuses what is no sum of products", () =>
  assertRefusesArguments(
    "write out a sum of Kronecker products",
    kroneckerMatrix,
    [
      [
        [],
        "k must be an object { rows, columns, factors } such as nearestKroneckerProducts() makes: got undefined",
      ],
      [
        [{ rows: 1, columns: 2, factors: tf.ones([1, 1, 2]) }],
        "factors must be an array of tensors: got a Tensor",
      ],
    ],
  ));

testOnBackends("kroneckerMatrix() refuses to be differentiated twice", () => {
  assertDifferentiatedOnce(
    "kroneckerMatrix()",
    (x) => {
      const factors = [x as tf.Tensor3D, x as tf.Tensor3D];
      return kroneckerMatrix({ rows: 4, columns: 9, factors });
    },
    tf.ones([1, 2, 3]),
  );
});
