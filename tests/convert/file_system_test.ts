import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { fileSystem } from "../../lib/convert/file_system.ts";
import { tf } from "../../lib/engine/tf.ts";
import { Word2Ket } from "../../lib/layer/word2ket.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testInFolder } from "../support/test_in_folder.ts";

const EXACT = { relative: 0, absolute: 0 };

function model(seed = 1): tf.Sequential {
  return tf.sequential({
    layers: [
      new Word2KetXS({
        inputDim: 20,
        outputDim: 6,
        order: 2,
        rank: 2,
        maskZero: true,
        inputLength: 4,
        seed,
      }),
      tf.layers.flatten(),
      tf.layers.dense({
        units: 3,
        kernelInitializer: tf.initializers.glorotUniform({ seed }),
      }),
    ],
  });
}

const IDS = [[1, 2, 19, 0]];

function predict(model: tf.LayersModel): tf.Tensor {
  return model.predict(tf.tensor2d(IDS, [1, 4], "int32")) as tf.Tensor;
}

testInFolder("fileSystem() brings a model back from disk", async (folder) => {
  const saved = model();
  await saved.save(fileSystem(folder));
  const loaded = await tf.loadLayersModel(fileSystem(folder));
  assertAllClose(predict(loaded), predict(saved), EXACT);
  assertEquals(loaded.layers[0].getConfig(), saved.layers[0].getConfig());
});

testInFolder(
  "fileSystem() finds weights in a folder of their own, and none elsewhere",
  async (folder) => {
    const saved = model();
    await saved.save(fileSystem(folder));
    const path = join(folder, "model.json");
    const description = JSON.parse(await Deno.readTextFile(path));
    const [{ paths: [weights] }] = description.weightsManifest;
    const namePath = async (name: string) => {
      description.weightsManifest[0].paths = [name];
      await Deno.writeTextFile(path, JSON.stringify(description));
    };
    await Deno.mkdir(join(folder, "weights"));
    await Deno.rename(join(folder, weights), join(folder, "weights", weights));
    await namePath(`weights/${weights}`);
    const loaded = await tf.loadLayersModel(fileSystem(folder));
    assertAllClose(predict(loaded), predict(saved), EXACT);
    const dotted = `..${weights}`; // no folder above
    await Deno.copyFile(join(folder, "weights", weights), join(folder, dotted));
    await namePath(dotted);
    await tf.loadLayersModel(fileSystem(folder));
    for (
      const name of [
        "..",
        `weights/../../${weights}`,
        join(folder, weights),
      ]
    ) {
      await namePath(name);
      await assertRejects(
        () => tf.loadLayersModel(fileSystem(folder)),
        RangeError,
        `must stay in its folder: got ${name}`,
      );
    }
  },
);

testInFolder("fileSystem() brings a word2ket model back", async (folder) => {
  const saved = tf.sequential({
    layers: [
      new Word2Ket({
        inputDim: 20,
        outputDim: 6,
        order: 3,
        rank: 2,
        layerNormalization: true,
        seed: 1,
      }),
    ],
  });
  await saved.save(fileSystem(folder));
  const loaded = await tf.loadLayersModel(fileSystem(folder));
  assertAllClose(predict(loaded), predict(saved), EXACT);
});

testInFolder(
  "fileSystem() serves URLs that begin with file://",
  async (folder) => {
    const saved = model();
    await saved.save(`file://${folder}`);
    const loaded = await tf.loadLayersModel(`file://${folder}/model.json`);
    assertAllClose(predict(loaded), predict(saved), EXACT);
  },
);

testInFolder(
  "fileSystem() keeps models apart by signs that cut off a URL",
  async (folder) => {
    const names = [
      "run#1",
      "run#2",
      "lr=?1",
      "100% done",
      "lr%decay",
      "a b",
      "Rüben",
    ];
    for (const [seed, name] of names.entries()) {
      await model(seed + 1).save(`file://${folder}/${name}`);
    }
    assertEquals(
      [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
      names.toSorted(),
    );
    for (const [seed, name] of names.entries()) {
      const isCut = /[#?%]/.test(name);
      const address = isCut ? name : encodeURIComponent(name);
      const loaded = await tf.loadLayersModel(
        `file://${folder}/${address}/model.json`,
      );
      assertAllClose(predict(loaded), predict(model(seed + 1)), EXACT);
    }
  },
);

testInFolder(
  "fileSystem() leaves two files, whole, after saving again",
  async (folder) => {
    await model(1).save(fileSystem(folder));
    const second = model(2);
    await second.save(fileSystem(folder));
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assertEquals(names.length, 2);
    assertEquals(names[0], "model.json");
    const loaded = await tf.loadLayersModel(fileSystem(folder));
    assertAllClose(predict(loaded), predict(second), EXACT);
  },
);

testInFolder(
  "fileSystem() saves where a program has the old weights open, as Windows tells",
  async (folder) => {
    await model(1).save(fileSystem(folder));
    const second = model(2);
    const { remove } = Deno;
    Deno.remove = () => Promise.reject(new Error("in use (os error 32)"));
    try {
      await second.save(fileSystem(folder));
    } finally {
      Deno.remove = remove;
    }
    const loaded = await tf.loadLayersModel(fileSystem(folder));
    assertAllClose(predict(loaded), predict(second), EXACT);
    await second.save(fileSystem(folder));
    assertEquals([...Deno.readDirSync(folder)].length, 2);
  },
);

testInFolder("fileSystem() says which file is not there", async (folder) => {
  const assertMissing = async (path: string, missing: string) => {
    const error = await assertRejects(
      () => tf.loadLayersModel(fileSystem(path)),
      Deno.errors.NotFound,
    );
    assertEquals(
      error.message,
      `Cannot load the model as there must be a file ${missing}: got none`,
    );
  };
  await assertMissing(folder, join(folder, "model.json"));
  await model().save(fileSystem(folder));
  const weights = join(folder, weightsIn(folder));
  await assertMissing(weights, join(weights, "model.json")); // in a file
  await Deno.remove(weights);
  await assertMissing(folder, weights);
});

testInFolder("fileSystem() refuses weights cut in half", async (folder) => {
  await model().save(fileSystem(folder));
  const name = weightsIn(folder);
  const bytes = await Deno.readFile(join(folder, name));
  await Deno.writeFile(join(folder, name), bytes.slice(0, bytes.length / 2));
  const error = await assertRejects(
    () => tf.loadLayersModel(fileSystem(folder)),
    RangeError,
  );
  assertEquals(
    error.message,
    `Cannot load the model as ${name} must have ${bytes.length} bytes: got ${
      bytes.length / 2
    }`,
  );
});

testInFolder(
  "fileSystem() refuses a model.json cut in half",
  async (folder) => {
    await model().save(fileSystem(folder));
    const file = join(folder, "model.json");
    const text = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, text.slice(0, text.length / 2));
    const error = await assertRejects(
      () => tf.loadLayersModel(fileSystem(folder)),
      SyntaxError,
    );
    assertStringIncludes(
      error.message,
      `Cannot load the model as ${file} must be JSON: `,
    );
  },
);

testInFolder("fileSystem() refuses JSON that is no model", async (folder) => {
  const file = join(folder, "model.json");
  await Deno.writeTextFile(file, "{}");
  const error = await assertRejects(
    () => tf.loadLayersModel(fileSystem(folder)),
    SyntaxError,
  );
  assertEquals(
    error.message,
    `Cannot load the model as ${file} must have a modelTopology and a weightsManifest`,
  );
});

testInFolder(
  "fileSystem() does not trust the sizes it reads",
  async (folder) => {
    await model().save(fileSystem(folder));
    const file = join(folder, "model.json");
    const description = JSON.parse(await Deno.readTextFile(file));
    description.weightsManifest[0].weights[0].shape = [1e12, 2];
    await Deno.writeTextFile(file, JSON.stringify(description));
    await assertRejects(
      () => tf.loadLayersModel(fileSystem(folder)),
      RangeError,
      `Cannot load the model as ${weightsIn(folder)} must have 80000`,
    );
  },
);

testInFolder(
  "fileSystem() says which weight has a type without a size",
  async (folder) => {
    await model().save(fileSystem(folder));
    const file = join(folder, "model.json");
    const description = JSON.parse(await Deno.readTextFile(file));
    const [weight] = description.weightsManifest[0].weights;
    for (const change of [{ dtype: "string" }, { shape: [-1, 2] }]) {
      const { name, dtype, shape } = { ...weight, ...change };
      description.weightsManifest[0].weights[0] = { ...weight, ...change };
      await Deno.writeTextFile(file, JSON.stringify(description));
      const error = await assertRejects(
        () => tf.loadLayersModel(fileSystem(folder)),
        RangeError,
      );
      assertEquals(
        error.message,
        `Cannot load the model as the weight ${name} must have a numeric type and sizes >= 0: got ${dtype} [${shape}]`,
      );
    }
  },
);

testInFolder(
  "fileSystem() tells a file that it can't read from one that is not there",
  async (folder) => {
    await model().save(fileSystem(folder));
    const path = join(folder, weightsIn(folder));
    await Deno.remove(path);
    await Deno.mkdir(path);
    const error = await assertRejects(
      () => tf.loadLayersModel(fileSystem(folder)),
      Error,
    );
    assertEquals(error instanceof Deno.errors.NotFound, false);
  },
);

function weightsIn(folder: string): string {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  return names.find((name) => name.startsWith("weights-"))!;
}

testInFolder(
  "fileSystem() keeps several models in a folder, of the same weights too",
  async (folder) => {
    const [first, second] = [model(1), model(2)];
    const at = (name: string) => fileSystem(join(folder, name));
    await first.save(at("a.json"));
    await first.save(at("b.json"));
    await first.save(fileSystem(folder));
    await second.save(at("b.json"));
    await second.save(fileSystem(folder));
    assertEquals([...Deno.readDirSync(folder)].length, 6);
    const saved = { "a.json": first, "b.json": second, "model.json": second };
    for (const [name, model] of Object.entries(saved)) {
      const loaded = await tf.loadLayersModel(at(name));
      assertAllClose(predict(loaded), predict(model), EXACT);
    }
  },
);

testInFolder("fileSystem() refuses a damaged manifest", async (folder) => {
  await model().save(fileSystem(folder));
  const file = join(folder, "model.json");
  const description = JSON.parse(await Deno.readTextFile(file));
  for (
    const group of [{}, null, { paths: [1], weights: [] }, {
      paths: [],
      weights: [{ name: "a" }],
    }]
  ) {
    const damaged = { ...description, weightsManifest: [group] };
    await Deno.writeTextFile(file, JSON.stringify(damaged));
    const error = await assertRejects(
      () => tf.loadLayersModel(fileSystem(folder)),
      SyntaxError,
    );
    assertEquals(
      error.message,
      `Cannot load the model as ${file} must have a modelTopology and a weightsManifest`,
    );
  }
});

testInFolder(
  "fileSystem() leaves the model that is there where it can't write another's weights",
  async (folder) => {
    const there = model(1);
    await there.save(fileSystem(folder));
    const other = join(folder, "other");
    await model(2).save(fileSystem(other));
    const [name] = [...Deno.readDirSync(other)].map(({ name }) => name)
      .filter((name) => name.endsWith(".bin"));
    await Deno.mkdir(join(folder, name, "taken"), { recursive: true });
    await assertRejects(() => model(2).save(fileSystem(folder)));
    const loaded = await tf.loadLayersModel(fileSystem(folder));
    assertAllClose(predict(loaded), predict(there), EXACT);
  },
);

testInFolder(
  "fileSystem() refuses weights that are too many",
  async (folder) => {
    await model().save(fileSystem(folder));
    const [name] = [...Deno.readDirSync(folder)].map(({ name }) => name)
      .filter((name) => name.endsWith(".bin"));
    const path = join(folder, name);
    const bytes = await Deno.readFile(path);
    await Deno.writeFile(path, new Uint8Array([...bytes, 0, 0, 0, 0]));
    const error = await assertRejects(
      () => tf.loadLayersModel(fileSystem(folder)),
      RangeError,
    ) as Error;
    assertEquals(
      error.message,
      `Cannot load the model as ${name} must have ${bytes.length} bytes: got ${
        bytes.length + 4
      }`,
    );
  },
);

Deno.test("fileSystem() refuses a path that is no string", () =>
  assertRefusesArguments("save or load a model", fileSystem, [
    [[], 'path must be a string such as "my-model": got undefined'],
    [
      [new URL("file:///a")],
      'path must be a string such as "my-model": got a URL',
    ],
  ]));

testInFolder("saves at once leave one model whole", async (folder) => {
  const models = Array.from({ length: 6 }, (_, seed) => model(seed));
  await Promise.all(models.map((one) => one.save(fileSystem(folder))));
  const loaded = await tf.loadLayersModel(fileSystem(folder));
  const values = models.map((one) => predict(one).dataSync().join());
  assert(values.includes(predict(loaded).dataSync().join()));
  assertEquals([...Deno.readDirSync(folder)].length, 2);
});

testInFolder("loads at the time of saves find a model", async (folder) => {
  await model().save(fileSystem(folder));
  await Promise.all(Array.from({ length: 6 }, async (_, seed) => {
    const saved = model(seed).save(fileSystem(folder));
    await tf.loadLayersModel(fileSystem(folder));
    await saved;
  }));
});
