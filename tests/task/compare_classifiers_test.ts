import { assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { runFolder, trainRun } from "../../lib/task/classifier_run.ts";
import { compareClassifiers } from "../../lib/task/compare_classifiers.ts";
import { comparedModels } from "../../lib/task/compared_models.ts";
import { prepareTexts } from "../../lib/task/labelled_texts.ts";
import { canRead, canWrite } from "../support/permissions.ts";

const rows = Array.from({ length: 30 }, (_, i) => [`word${i % 3}`, `${i % 3}`]);
const data = prepareTexts({ train: rows, test: rows });
const [dense, , xs] = comparedModels({
  vocabularySize: data.vocabularySize,
  width: 8,
});

Deno.test({
  name: "compareClassifiers() goes on at the model at which it was stopped",
  ignore: !canRead || !canWrite,
  fn: async () => {
    await useBackend();
    const folder = await Deno.makeTempDir();
    try {
      const said: string[] = [];
      const say = (text: string) => said.push(text);
      const options = { seeds: 2, epochs: 3, folder, say };
      const [first] = await compareClassifiers([dense], data, options);

      const stop = new AbortController();
      stop.abort();
      const { signal } = stop;
      await assertRejects(() =>
        compareClassifiers([dense, xs], data, { ...options, signal })
      );

      const both = await compareClassifiers([dense, xs], data, options);
      assertEquals(both.map(({ length }) => length), [2, 2]);
      assertEquals(
        both.map((results) => results.map(({ name }) => name)),
        [dense, xs].map(({ name }) => [name, name]),
      );
      assertEquals(both[0], first); // to the millisecond: not trained again
      assertEquals(said, [
        `2 of 4 models are in ${folder} already`,
        `2 of 4 models are in ${folder} already`,
      ]);
      const others = { ...options, epochs: 2 };
      const [fewer] = await compareClassifiers([dense], data, others);
      assertEquals(fewer[0].epochs.length, 2); // another run, not the one that is there
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("runFolder() is another for other data, seeds and backends", async () => {
  const run = { model: dense, seed: 0, epochs: 3 };
  const other = rows.map(([word], i) => [word, `${(i + 1) % 3}`]);
  await useBackend("cpu");
  const folders = [
    runFolder("root", run, data),
    runFolder("root", { ...run, seed: 1 }, data),
    runFolder("root", run, prepareTexts({ train: other, test: rows })),
    runFolder("root", run, prepareTexts({ train: rows, test: other })),
  ];
  assertEquals(runFolder("root", run, data), folders[0]);
  if (canRead) {
    await useBackend("wasm");
    folders.push(runFolder("root", run, data));
  }
  assertEquals(new Set(folders).size, folders.length);
});

Deno.test({
  name: "trainRun() leaves no tensor behind",
  ignore: !canRead || !canWrite,
  fn: async () => {
    await useBackend("wasm");
    const folder = await Deno.makeTempDir();
    const run = { model: dense, seed: 0, epochs: 1 };
    const { numTensors } = tf.memory();
    await trainRun(run, data, { folder });
    assertEquals(tf.memory().numTensors, numTensors);
    await Deno.remove(folder, { recursive: true });
  },
});
