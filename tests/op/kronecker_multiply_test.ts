import { tf } from "../../lib/engine/tf.ts";
import { kroneckerMatrix } from "../../lib/op/kronecker_matrix.ts";
import { kroneckerMultiply } from "../../lib/op/kronecker_multiply.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertKeepsNoMoreThanX } from "../support/assert_keeps_no_more_than_x.ts";
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
