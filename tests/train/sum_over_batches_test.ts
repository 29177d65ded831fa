import { assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { sumOverBatches } from "../../lib/train/sum_over_batches.ts";

Deno.test("sumOverBatches() adds a number of each batch, and leaves no tensor behind", async () => {
  const before = tf.memory().numTensors;
  const sum = await sumOverBatches(
    [[1, 2], [3], [4, 5, 6]],
    (batch) => tf.sum(tf.tensor1d(batch)),
  );
  assertEquals(sum, 21);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("sumOverBatches() stops at a signal behind the batch that it came in", async () => {
  const controller = new AbortController();
  const done: number[] = [];
  const before = tf.memory().numTensors;
  await assertRejects(
    () =>
      sumOverBatches([1, 2, 3, 4], (batch) => {
        done.push(batch);
        if (batch === 2) controller.abort(new RangeError("enough"));
        return tf.scalar(batch);
      }, controller.signal),
    RangeError,
    "enough",
  );
  assertEquals(done, [1, 2]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("sumOverBatches() lets a signal in that a timer gives", async () => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new RangeError("late")));
  const slow = (batch: number) => {
    const end = performance.now() + 60; // no pause comes sooner than after 50 ms
    while (performance.now() < end);
    return tf.scalar(batch);
  };
  await assertRejects(
    () => sumOverBatches([1, 2, 3, 4], slow, controller.signal),
    RangeError,
    "late",
  );
  clearTimeout(timer);
});
