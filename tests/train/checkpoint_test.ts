import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { writeSafetensors } from "../../lib/convert/write_safetensors.ts";
import { tf } from "../../lib/engine/tf.ts";
import { readCheckpoint, writeCheckpoint } from "../../lib/train/checkpoint.ts";
import { testInFolder } from "../support/test_in_folder.ts";

testInFolder(
  "readCheckpoint() reads what writeCheckpoint() wrote",
  async (folder) => {
    const path = join(folder, "a.safetensors");
    const config = { width: 3, part: { seeds: [1, 2] } };
    assertEquals(await readCheckpoint(path, config), undefined);
    const state = { step: 7, random: [[1, -2]] };
    const tensors = { w: tf.tensor2d([[0.1, 0.2]]) };
    await writeCheckpoint(path, { config, state, tensors });
    const read = await readCheckpoint<typeof state>(path, config);
    assertEquals(read!.state, state);
    assertEquals(read!.config, config);
    assertEquals(
      [...read!.tensors.w.dataSync()],
      [...tensors.w.dataSync()],
    );
  },
);

testInFolder(
  "readCheckpoint() leaves no tensor of a file it refuses",
  async (folder) => {
    const path = join(folder, "a.safetensors");
    const tensors = { w: tf.ones([2]) };
    await writeCheckpoint(path, { config: { width: 3 }, state: null, tensors });
    const before = tf.memory().numTensors;
    await assertRejects(
      () => readCheckpoint(path, { width: 4 }),
      RangeError,
      `Cannot go on from ${path} as its configuration must be the same: got width 3, not 4`,
    );
    await Deno.writeFile(path, await writeSafetensors(tensors));
    await assertRejects(
      () => readCheckpoint(path, { width: 4 }),
      SyntaxError,
      `Cannot read ${path} as its format must be "kronlab checkpoint 1": got undefined`,
    );
    assertEquals(tf.memory().numTensors, before);
  },
);

testInFolder(
  "readCheckpoint() names the note that is damaged",
  async (folder) => {
    const path = join(folder, "a.safetensors");
    const format = "kronlab checkpoint 1";
    const notes = [
      [{ format, state: "1" }, "config"],
      [{ format, config: "1" }, "state"],
      [{ format, config: "1", state: "{" }, "state"],
    ] as const;
    const before = tf.memory().numTensors;
    for (const [metadata, name] of notes) {
      const tensors = { w: tf.ones([2]) };
      await Deno.writeFile(path, await writeSafetensors(tensors, metadata));
      tensors.w.dispose();
      await assertRejects(
        () => readCheckpoint(path, 1),
        SyntaxError,
        `Cannot read ${name} in ${path} as it must be JSON: got `,
      );
    }
    assertEquals(tf.memory().numTensors, before);
  },
);
