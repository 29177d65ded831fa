import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { clipByGlobalNorm } from "../../lib/train/clip_by_global_norm.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";

const long = () => tf.tensor1d([2, 0, 0, 4, 4]);

testOnBackends(
  "clipByGlobalNorm() makes a long gradient as long as allowed",
  async () => {
    const before = tf.memory().numTensors;
    const { norm, gradient } = await clipByGlobalNorm(long(), 1.5);
    assertEquals(norm, 6);
    assertAllClose(gradient, [0.5, 0, 0, 1, 1]);
    assertEquals(tf.memory().numTensors, before + 1);
  },
);

testOnBackends(
  "clipByGlobalNorm() leaves a short gradient as it is",
  async () => {
    for (const longest of [6, 100, Infinity]) {
      const given = long();
      const { norm, gradient } = await clipByGlobalNorm(given, longest);
      assertEquals(norm, 6);
      assertEquals(gradient, given);
    }
  },
);

testOnBackends(
  "clipByGlobalNorm() leaves a gradient that is not finite",
  async () => {
    const given = tf.tensor1d([1, Infinity]);
    const { norm, gradient } = await clipByGlobalNorm(given, 1);
    assertEquals(norm, Infinity);
    assertEquals(gradient, given);
  },
);

testOnBackends(
  "clipByGlobalNorm() loses nothing of millions of small numbers",
  async () => {
    const given = tf.fill([4_000_003], 1e-3) as tf.Tensor1D;
    const { norm } = await clipByGlobalNorm(given, Infinity);
    assertAlmostEquals(norm, Math.sqrt(4.000003), 1e-3);
    given.dispose();
  },
);

Deno.test("clipByGlobalNorm() refuses a length of nothing", async () => {
  const error = await assertRejects(
    () => clipByGlobalNorm(long(), 0),
    RangeError,
  ) as Error;
  assertEquals(
    error.message,
    "Cannot clip a gradient as maxNorm must be > 0: got 0",
  );
});
