import { assert } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { kroneckerMultiply } from "../../lib/op/kronecker_multiply.ts";

/** Check that a product by factors keeps no more floats than x has for its gradient. */
export function assertKeepsNoMoreThanX(): void {
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
}
