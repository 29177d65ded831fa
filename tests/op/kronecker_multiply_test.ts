import { assert } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { kroneckerMatrix } from "../../lib/op/kronecker_matrix.ts";
import { kroneckerMultiply } from "../../lib/op/kronecker_multiply.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
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
  () => {
    const x = tf.ones<tf.Rank.R2>([50, 64]);
    for (const [rank, middle] of [[4, 2], [4, 8], [16, 2]]) {
      const factors = [[16, middle], [4, 32]].map((sizes) =>
        tf.ones<tf.Rank.R3>([rank, sizes[0], sizes[1]])
      );
      const k = { rows: 64, columns: 32 * middle, factors };
      tf.grad((x) => {
        const before = tf.memory().numBytes;
        const y = kroneckerMultiply(x, k, { memory: 1 });
        const inputs = [x, ...factors].reduce((sum, { size }) => sum + size, 0);
        // tfjs counts the inputs, which are kept, too, once more
        const kept = (tf.memory().numBytes - before) / 4 - y.size - inputs;
        assert(kept <= x.size, `rank ${rank}, ${middle}: ${kept} floats`);
        return tf.sum(y);
      })(x);
    }
  },
  { except: ["webgpu"] }, // which has no such kernel
);
