import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { claimFolder } from "../../lib/train/claim_folder.ts";
import { FILES, trainSteps } from "../../lib/train/train_steps.ts";
import { smallTraining } from "../support/small_training.ts";
import { testInFolder } from "../support/test_in_folder.ts";

/** Names of what a folder holds. */
function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

const half = `checkpoint.safetensors.${crypto.randomUUID()}.tmp`;

testInFolder(
  "claimFolder() removes what was left half written, and nothing else",
  async (folder) => {
    const inner = join(folder, "new", "run");
    (await claimFolder(inner))[Symbol.dispose]();
    for (const name of [half, "notes.tmp", "checkpoint.safetensors"]) {
      await Deno.writeTextFile(join(inner, name), "");
    }
    (await claimFolder(inner))[Symbol.dispose]();
    assertEquals(namesIn(inner), ["checkpoint.safetensors", "notes.tmp"]);
  },
);

testInFolder(
  "claimFolder() gives a folder to one training at a time",
  async (folder) => {
    const first = await claimFolder(folder);
    await Deno.writeTextFile(join(folder, half), "");
    for (let time = 0; time < 2; time++) {
      await assertRejects(
        () => claimFolder(folder),
        Error,
        `Cannot train in ${folder} as no other training must be under way there: got one`,
      );
    }
    assertEquals(namesIn(folder).includes(half), true); // the first one writes it
    first[Symbol.dispose]();
    (await claimFolder(folder))[Symbol.dispose]();
    assertEquals(namesIn(folder), []);
    const inner = join(folder, "run");
    const second = await claimFolder(inner);
    await Deno.remove(inner, { recursive: true });
    second[Symbol.dispose](); // where nothing is left to give back
  },
);

testInFolder(
  "claimFolder() gives a folder to one of many that ask at once",
  async (folder) => {
    let [holders, most, times] = [0, 0, 0];
    await Promise.all(Array.from({ length: 20 }, async () => {
      while (true) {
        try {
          using _claim = await claimFolder(folder);
          most = Math.max(most, ++holders);
          await Deno.stat(folder); // so that others ask
          holders--;
          times++;
          return;
        } catch (error) {
          assertStringIncludes((error as Error).message, "other training");
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      }
    }));
    assertEquals([most, times], [1, 20]);
  },
);

testInFolder(
  "trainSteps() lets a training that is under way in its folder be",
  async (folder) => {
    const options = { epochs: 2, learningRate: () => 0.01, folder };
    const [task, other] = [smallTraining(), smallTraining()];
    let refused = 0;
    const validate = async () => { // which the training waits for
      await assertRejects(
        () => trainSteps(other, options),
        Error,
        "other training",
      );
      return 1 / ++refused;
    };
    const { finished } = await trainSteps({ ...task, validate }, options);
    assertEquals([finished, refused], [true, 2]);
    assertEquals(namesIn(folder), Object.values(FILES).toSorted());
    task.dispose();
    other.dispose();
  },
);
