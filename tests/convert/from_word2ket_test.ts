import { assertEquals, assertThrows } from "@std/assert";
import { fileSystem } from "../../lib/convert/file_system.ts";
import { fromWord2Ket } from "../../lib/convert/from_word2ket.ts";
import { readSafetensors } from "../../lib/convert/read_safetensors.ts";
import { writeSafetensors } from "../../lib/convert/write_safetensors.ts";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { MaskedAverage } from "../../lib/layer/masked_average.ts";
import { Word2Ket } from "../../lib/layer/word2ket.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { type GoldenEmbedding, KET, XS } from "../golden/embeddings.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testInFolder } from "../support/test_in_folder.ts";

const CLASSES = [[XS, Word2KetXS], [KET, Word2Ket]] as const;

function leafsOf(golden: GoldenEmbedding): tf.Tensor {
  return tf.tensor4d(golden.factors as number[][][][]);
}

for (const [cases, layerClass] of CLASSES) {
  for (const [name, golden] of Object.entries(cases)) {
    Deno.test(`fromWord2Ket() makes a ${layerClass.className} of ${name}`, async () => {
      const name = "embedding.weight_leafs";
      const bytes = await writeSafetensors({ [name]: leafsOf(golden) });
      const { tensors } = readSafetensors(bytes);
      const { vocab: inputDim, dim: outputDim } = golden;
      const layer = fromWord2Ket(tensors[name], { inputDim, outputDim });
      tf.dispose(tensors);
      assertEquals(layer.constructor, layerClass);
      assertEquals(layer.countParams(), golden.params);
      const ids = tf.tensor(golden.ids as number[], undefined, "int32");
      assertAllClose(layer.apply(ids) as tf.Tensor, golden.rows);
    });
  }
}

Deno.test("fromWord2Ket() takes sides that the package rounds up from an exact root", () => {
  const leafs = tf.randomNormal([5, 1, 8, 2], 0, 1, "float32", 1);
  const layer = fromWord2Ket(leafs, { inputDim: 7 ** 5, outputDim: 32 });
  const rows = layer.apply(tf.tensor1d([9], "int32")) as tf.Tensor;
  const digits = [0, 0, 0, 1, 1]; // of 9 to the base of 8
  const expected = digits.map((digit, j) =>
    leafs.slice([j, 0, digit, 0], [1, 1, 1, 2]).reshape([1, 2])
  ).reduce((a, b) => tf.reshape(tf.matMul(a, b, true), [1, -1]));
  assertAllClose(rows, expected);
});

Deno.test("fromWord2Ket() makes a layer that models train, and keeps no tensor besides", () => {
  const golden = XS.xs_o2_r2_v10_d6;
  const leafs = leafsOf(golden);
  const before = tf.memory().numTensors;
  const layer = fromWord2Ket(leafs, {
    inputDim: 10,
    outputDim: 6,
    inputLength: 3,
    name: "words",
    maskZero: true,
  });
  assertEquals(tf.memory().numTensors, before + 2);
  const model = tf.sequential({ layers: [layer] });
  assertEquals(model.outputShape, [null, 3, 6]);
  assertEquals(model.getLayer("words").trainableWeights.length, 2);
  const ids = tf.tensor2d([[0, 3, 9]], [1, 3], "int32");
  const vectors = model.predict(ids) as tf.Tensor;
  assertAllClose(
    vectors.squeeze([0]),
    (golden.rows as number[][]).slice(0, 3),
  );
});

for (const [cases, { className }] of CLASSES) {
  testInFolder(
    `a model with fromWord2Ket()'s ${className} is saved and loaded`,
    async (folder) => {
      const [golden] = Object.values(cases) as GoldenEmbedding[];
      const { vocab: inputDim, dim: outputDim } = golden;
      const layer = fromWord2Ket(leafsOf(golden), { inputDim, outputDim });
      const ids = tf.input({ shape: [null], dtype: "int32" });
      const outputs = new MaskedAverage().apply(layer.apply(ids));
      const model = tf.model({
        inputs: ids,
        outputs: outputs as tf.SymbolicTensor,
      });
      await model.save(fileSystem(folder));
      const loaded = await tf.loadLayersModel(fileSystem(folder));
      const batch = tf.tensor2d([[0, 3], [1, 2]], [2, 2], "int32");
      assertAllClose(
        loaded.predict(batch) as tf.Tensor,
        model.predict(batch) as tf.Tensor,
        { relative: 0, absolute: 0 },
      );
    },
  );
}

Deno.test("fromWord2Ket() refuses leafs of other sizes", () => {
  const sizes = { inputDim: 10, outputDim: 6 };
  for (
    const shape of [[2, 2, 5, 3], [2, 2, 3, 3], [2, 2, 4, 2], [2, 2, 4], [
      0,
      2,
      4,
      3,
    ], [2, 0, 4, 3]]
  ) {
    assertThrows(
      () => fromWord2Ket(tf.zeros(shape), sizes),
      ShapeError,
      `Cannot make a layer of word2ket's leafs for 10 words of 6 numbers as shape must be [order, rank, rows, columns], where rows are the words or their order-th root, rounded up, and columns that of the numbers: got [${
        shape.join(", ")
      }]`,
    );
  }
  assertThrows(
    () => fromWord2Ket(tf.zeros([2, 2, 4, 3]), { ...sizes, inputDim: 2.5 }),
    RangeError,
    "inputDim must be an integer >= 1: got 2.5",
  );
});

Deno.test("fromWord2Ket() refuses what are no leafs and no arguments", () =>
  assertRefusesArguments("make a layer of word2ket's leafs", fromWord2Ket, [
    [[{}], "leafs must be a tensor: got an object"],
    [
      [tf.ones([2, 2, 3, 2])],
      "args must be an object such as { inputDim: 32_011, outputDim: 400 }: got undefined",
    ],
  ]));
