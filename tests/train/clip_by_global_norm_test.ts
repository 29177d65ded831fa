import { assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { clipByGlobalNorm } from "../../lib/train/clip_by_global_norm.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";

const gradients = () => ({
  a: tf.tensor2d([[2, 0], [0, 4]]),
  b: tf.tensor1d([4]),
});

testOnBackends(
  "clipByGlobalNorm() makes long gradients as long as allowed",
  async () => {
    const before = tf.memory().numTensors;
    const clipped = await clipByGlobalNorm(gradients(), 1.5);
    assertEquals(clipped.norm, 6);
    assertAllClose(tf.scalar(clipped.norms.a), Math.sqrt(20));
    assertAllClose(clipped.gradients.a, [[0.5, 0], [0, 1]]);
    assertAllClose(clipped.gradients.b, [1]);
    tf.dispose(clipped.gradients);
    assertEquals(tf.memory().numTensors, before + 1); // the scalar above
  },
);

testOnBackends(
  "clipByGlobalNorm() leaves short gradients as they are",
  async () => {
    for (const longest of [6, 100, Infinity]) {
      const { gradients: same, norm } = await clipByGlobalNorm(
        gradients(),
        longest,
      );
      assertEquals(norm, 6);
      assertAllClose(same.b, [4], { absolute: 0, relative: 0 });
    }
  },
);

Deno.test("clipByGlobalNorm() refuses a length of nothing", async () => {
  const error = await assertRejects(
    () => clipByGlobalNorm(gradients(), 0),
    RangeError,
  ) as Error;
  assertEquals(
    error.message,
    "Cannot clip gradients as maxNorm must be > 0: got 0",
  );
});
