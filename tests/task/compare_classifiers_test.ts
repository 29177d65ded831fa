import { assertEquals, assertRejects } from "@std/assert";
import { useBackend } from "../../lib/engine/use_backend.ts";
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
