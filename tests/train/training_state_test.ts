import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { tf } from "../../lib/engine/tf.ts";
import { writeCheckpoint } from "../../lib/train/checkpoint.ts";
import { restoredState } from "../../lib/train/training_state.ts";
import { testInFolder } from "../support/test_in_folder.ts";

const STATE = {
  step: 3,
  epoch: 1,
  done: 3,
  best: { loss: 0.5, epoch: 1 },
  random: [[1, -2]],
  lines: 4,
};

testInFolder(
  "restoredState() refuses a state that is none, and weights of another type",
  async (folder) => {
    const path = join(folder, "a.safetensors");
    const random = [{ state: [0, 0] as readonly number[] }];
    const tensors = { w: tf.variable(tf.zeros([2])) };
    const restored = () => restoredState(path, {}, tensors, random);
    const write = async (state: typeof STATE, w: tf.Tensor) =>
      await writeCheckpoint(path, { config: {}, state, tensors: { w } });
    await write(STATE, tf.ones([2]));
    assertEquals(await restored(), STATE);
    assertEquals(random[0].state, [1, -2]);
    const damaged = [
      null,
      {},
      [],
      { ...STATE, epoch: null },
      { ...STATE, epoch: 0 },
      { ...STATE, step: "x" },
      { ...STATE, best: {} },
      { ...STATE, random: [1] },
    ] as unknown[];
    const before = tf.memory().numTensors;
    for (const state of damaged) {
      const w = tf.fill([2], 5);
      await write(state as typeof STATE, w);
      w.dispose();
      await assertRejects(
        restored,
        SyntaxError,
        `Cannot go on from ${path} as it must say where the run is: got `,
      );
    }
    const w = tf.ones([2], "int32");
    await write(STATE, w);
    w.dispose();
    await assertRejects(restored, RangeError, "must hold the same weights");
    assertEquals([...tensors.w.dataSync()], [1, 1]);
    assertEquals(tf.memory().numTensors, before);
  },
);

testInFolder(
  "restoredState() refuses another number of random sequences",
  async (folder) => {
    const path = join(folder, "a.safetensors");
    const tensors = { w: tf.variable(tf.zeros([2])) };
    await writeCheckpoint(path, { config: {}, state: STATE, tensors });
    for (const count of [0, 2]) {
      const random = Array.from(
        { length: count },
        () => ({ state: [0] as readonly number[] }),
      );
      await assertRejects(
        () => restoredState(path, {}, tensors, random),
        RangeError,
        "must hold the same weights",
      );
    }
  },
);
