import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { tf } from "../../lib/engine/tf.ts";
import { readTranslatorFolder } from "../../lib/train/translator_folder.ts";
import { smallTranslator } from "../support/small_translator.ts";
import { testInFolder } from "../support/test_in_folder.ts";

/** Writes a small translator, changes a file, and answers why it can't be read then. */
async function refusal(
  folder: string,
  change: (config: string, weights: string) => Promise<void>,
): Promise<string> {
  const translator = smallTranslator();
  await translator.write(folder);
  translator.dispose();
  const [config, weights] = ["config.json", "weights.safetensors"]
    .map((name) => join(folder, name));
  await change(config, weights);
  const before = tf.memory().numTensors;
  const error = await assertRejects(() =>
    readTranslatorFolder(folder)
  ) as Error;
  assertEquals(tf.memory().numTensors, before);
  return `${error.name}: ${error.message}`.replaceAll(folder, "FOLDER");
}

/** Changes the configuration. */
async function edit(
  path: string,
  // deno-lint-ignore no-explicit-any -- JSON
  change: (config: any) => unknown,
): Promise<void> {
  const config = JSON.parse(await Deno.readTextFile(path));
  change(config);
  await Deno.writeTextFile(path, JSON.stringify(config));
}

testInFolder("readTranslatorFolder() says what is missing", async (folder) => {
  for (const name of ["config.json", "weights.safetensors"]) {
    assertEquals(
      await refusal(folder, () => Deno.remove(join(folder, name))),
      `NotFound: Cannot read a translator from FOLDER as it must have config.json and weights.safetensors: got no FOLDER/${name}`,
    );
  }
});

testInFolder(
  "readTranslatorFolder() refuses files that were cut off",
  async (folder) => {
    const cut = async (path: string) => {
      const bytes = await Deno.readFile(path);
      await Deno.writeFile(path, bytes.subarray(0, bytes.length - 20));
    };
    assert(
      (await refusal(folder, cut)).startsWith(
        "SyntaxError: Cannot read FOLDER/config.json as it must be JSON: got ",
      ),
    );
    const message = await refusal(folder, (_, weights) => cut(weights));
    assert(
      /^SyntaxError: Cannot read FOLDER\/weights.safetensors as it must have (\d+) bytes: got \d+$/
        .test(message),
      message,
    );
  },
);

testInFolder(
  "readTranslatorFolder() names the fields that are not a translator's",
  async (folder) => {
    assertEquals(
      await refusal(folder, (path) =>
        edit(path, (config) => {
          config.format = "other 2";
          delete config.lowerCase;
        })),
      'SyntaxError: Cannot read FOLDER/config.json as it must be a translator\'s configuration: got format "other 2", not "kronlab translator 1"; lowerCase missing, not true or false',
    );
    assertEquals(
      await refusal(folder, (path) =>
        edit(path, (config) => {
          config.model.sourceSize = 12;
        })),
      "RangeError: Cannot read FOLDER/config.json as the model must have the ids of its tokenizers: got sourceSize 12, not 11",
    );
    assertEquals(
      await refusal(folder, (path) =>
        edit(path, (config) => {
          config.source = 3;
          config.target = { parts: 1 };
        })),
      "SyntaxError: Cannot read FOLDER/config.json as it must be a translator's configuration: got source 3, not a tokenizer",
    );
    assertEquals(
      await refusal(folder, (path) =>
        edit(path, (config) => {
          config.target = { parts: 1 };
        })),
      'SyntaxError: Cannot make a tokenizer of words as its data must be a list of words: got {"parts":1}',
    );
  },
);

testInFolder(
  "readTranslatorFolder() names the weights of another model",
  async (folder) => {
    const message = await refusal(folder, (path) =>
      edit(path, (config) => {
        config.model.hidden = 16;
        config.model.encoderLayers = 1;
        config.model.decoderLayers = 1;
      }));
    assert(
      message.startsWith(
        "RangeError: Cannot take weights from FOLDER/weights.safetensors as they must be those of the model: got ",
      ),
      message,
    );
    assert(message.includes('inner_kernel "[8, 12]", not "[8, 16]"'), message);
  },
);

testInFolder(
  "readTranslatorFolder() refuses weights of other words",
  async (folder) => {
    assertEquals(
      await refusal(
        folder,
        (path) => edit(path, (config) => config.source.reverse()),
      ),
      "SyntaxError: Cannot read FOLDER/weights.safetensors as it must belong to config.json beside it: got weights of another translator",
    );
  },
);

testInFolder(
  "readTranslatorFolder() makes no model that the file can't hold",
  async (folder) => {
    for (const size of ["encoderLayers", "decoderLayers", "hidden"]) {
      assertEquals(
        await refusal(
          folder,
          (path) => edit(path, (config) => config.model[size] = 1e9),
        ),
        "SyntaxError: Cannot read FOLDER/weights.safetensors as it must belong to config.json beside it: got weights of another translator",
      );
    }
  },
);

testInFolder("writes at once leave one translator whole", async (folder) => {
  const translators = [1, 2, 3, 4].map((seed) => smallTranslator({ seed }));
  await Promise.all(translators.map((translator) => translator.write(folder)));
  const { model } = await readTranslatorFolder(folder);
  const { model: written } = translators[model.config.seed! - 1];
  for (const [name, weight] of Object.entries(model.weights)) {
    assertEquals(weight.dataSync(), written.weights[name].dataSync());
  }
  model.dispose();
  for (const translator of translators) translator.dispose();
});
