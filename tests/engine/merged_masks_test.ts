import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { MaskedAverage } from "../../lib/layer/masked_average.ts";
import { MultiHeadAttention } from "../../lib/layer/multi_head_attention.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { assertAllClose } from "../support/assert_all_close.ts";

const PADDED = [[3, 4, 5, 0, 0]];

function idsOf(rows: number[][]): tf.Tensor2D {
  return tf.tensor2d(rows, [rows.length, rows[0].length], "int32");
}

Deno.test("residual connections pass the mask of an embedding on to attention and mean", () => {
  const ids = tf.input({ shape: [null], dtype: "int32" });
  let x = new Word2KetXS({
    inputDim: 50,
    outputDim: 5, // as many as words: a mask with an axis too many would fit
    order: 2,
    rank: 2,
    maskZero: true,
    embeddingsInitializer: "glorotNormal",
    seed: 1,
  }).apply(ids) as tf.SymbolicTensor;
  for (const seed of [2, 3]) {
    const attention = new MultiHeadAttention({ numHeads: 1, keyDim: 4, seed });
    const y = attention.apply(x) as tf.SymbolicTensor;
    x = tf.layers.add().apply([x, y]) as tf.SymbolicTensor;
  }
  const mean = new MaskedAverage().apply(x) as tf.SymbolicTensor;
  const model = tf.model({ inputs: ids, outputs: mean });
  const batch = idsOf([...PADDED, [1, 2, 3, 4, 5]]);
  const padded = model.predict(batch) as tf.Tensor;
  const alone = model.predict(idsOf([[3, 4, 5]])) as tf.Tensor;
  assertEquals(padded.shape, [2, 5]);
  assertAllClose(tf.slice(padded, 0, 1), alone.arraySync() as number[][]);
  model.dispose();
});

for (const merge of ["add", "multiply", "average", "maximum"] as const) {
  Deno.test(`${merge} leaves in what all its inputs have`, () => {
    const layer = tf.layers[merge]();
    const masks = [[1, 1, 1, 0], [1, 0, 1, 1], [0, 1, 1, 1]]
      .map((mask) => tf.tensor2d([mask], [1, 4], "bool"));
    const inputs = masks.map(() => tf.zeros([1, 4, 2]));
    const masked = (given: (tf.Tensor | null)[]) =>
      (layer.computeMask(inputs, given as tf.Tensor[]) as tf.Tensor | null)
        ?.arraySync() ?? null;
    assertEquals(masked(masks), [[0, 0, 1, 0]]);
    assertEquals(masked([null, masks[1], masks[2]]), [[0, 0, 1, 1]]);
    assertEquals(masked([masks[0], null, null]), [[1, 1, 1, 0]]);
    assertEquals(masked([null, null, null]), null);
    // what a model has where a layer before it tells of no mask
    const unknown = undefined as unknown as null;
    assertEquals(masked([unknown, masks[1], masks[2]]), [[0, 0, 1, 1]]);
  });
}

Deno.test("merged masks leave no tensor behind but the one they give", () => {
  const masks = [0, 1, 2].map(() => tf.ones([1, 4], "bool"));
  const before = tf.memory().numTensors;
  tf.layers.add().computeMask(masks, masks);
  assertEquals(tf.memory().numTensors, before + 1);
});
