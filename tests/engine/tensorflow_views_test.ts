import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { withViews } from "../../lib/engine/tensorflow_views.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { LayerNormalization } from "../../lib/layer/layer_normalization.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { PRESENT } from "../support/backends.ts";
import { canRead } from "../support/permissions.ts";

/** What is computed of tensors that were reshaped before the backend was chosen. */
function computed(): { run: () => tf.Tensor[] } {
  const flat = tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7]);
  const x = tf.reshape(flat, [2, 4]);
  const turned = tf.reshape(tf.tensor2d([[0, 1, 2], [3, 4, 5]]), [3, 2]);
  const column = tf.reshape(tf.tensor1d([1, 2, 3]), [3, 1]);
  const one = tf.reshape(tf.tensor1d([3]), []);
  const ids = tf.reshape(tf.tensor1d([1, 0, 3], "int32"), [3, 1]);
  const factors = () => [0, 1].map(() => tf.reshape(flat, [2, 2, 2]));
  const dense = new KroneckerDense({ units: 4, rank: 2, useBias: false });
  dense.build([null, 4]);
  dense.setWeights(factors());
  const words = new Word2KetXS({
    inputDim: 4,
    outputDim: 4,
    order: 2,
    rank: 2,
  });
  words.build();
  words.setWeights(factors());
  return {
    run: () => [
      new LayerNormalization().apply(x) as tf.Tensor,
      tf.add(column, tf.zeros([3, 3])),
      tf.mul(one, flat),
      tf.add(turned, column), // of as many axes as what it was
      tf.add(ids, tf.tensor2d([[4, 5]], [1, 2], "int32")),
      tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, false, true),
      dense.apply(x) as tf.Tensor,
      words.apply(ids) as tf.Tensor,
      tf.grad((x) => tf.sum(tf.square(dense.apply(x) as tf.Tensor)))(x),
      flat,
    ],
  };
}

for (const from of ["cpu", "wasm"] as const) {
  for (const to of ["wasm", "native"] as const) {
    if (to === "native" && !PRESENT.native) continue;
    Deno.test({
      name: `tensors that were reshaped on ${from} are the same on ${to}`,
      ignore: !canRead,
      fn: async () => {
        await useBackend(from);
        const { run } = computed();
        const expected = computed().run()
          .map((tensor) => [tensor.shape, tensor.dataSync()] as const);
        await useBackend(to);
        for (let times = 0; times < 2; times++) {
          for (const [i, tensor] of run().entries()) {
            const [shape, values] = expected[i];
            assertEquals(tensor.shape, shape);
            assertAllClose(tensor.flatten(), [...values], { relative: 1e-4 });
          }
        }
      },
    });
  }
}

if (PRESENT.native) {
  Deno.test("shapes of moved tensors are let go with them on native", async () => {
    await useBackend("cpu");
    const flat = tf.tensor1d(new Float32Array(1_000_000));
    const views = [[1_000, 1_000], [10, 100_000], [1_000_000, 1]]
      .map((shape) => tf.reshape(flat, shape));
    await useBackend("native");
    const before = tf.memory().numTensors;
    for (const view of views) {
      assertEquals(tf.tidy(() => tf.sum(view, -1).shape), [view.shape[0]]);
    }
    assertEquals(tf.memory().numTensors, before);
    tf.dispose([flat, ...views]);
    assertEquals(tf.memory().numTensors, before - 4);
  });
}

Deno.test("withViews() makes one tensor a shape, and lets all go with their values", () => {
  const live = new Set([1]);
  let last = 1;
  const made = () => {
    live.add(++last);
    return last;
  };
  const values = {};
  const tensorMap = new Map([[values, { shape: [6], dtype: 1 }]]);
  const native = {
    binding: {
      createTensor: made,
      deleteTensor: (id: number) => live.delete(id),
      executeOp: () => [{ id: made() }],
    },
    tensorMap,
    getInputTensorIds: (tensors: readonly unknown[]) => tensors.map(() => 1),
    // gone only where nothing else has the values
    disposeData: (data: object, force: boolean) =>
      force && live.delete(1) && tensorMap.delete(data),
  };
  withViews(native as unknown as tf.KernelBackend);
  const idOf = (...shape: number[]) =>
    native.getInputTensorIds([{ dataId: values, shape, dtype: "float32" }])[0];
  assertEquals(idOf(6), 1);
  const views = [idOf(2, 3), idOf(3, 2)];
  assertEquals(new Set([1, ...views]).size, 3);
  assertEquals([idOf(2, 3), idOf(3, 2)], views);
  assertEquals(live, new Set([1, ...views]));
  assertEquals(native.disposeData(values, false), false);
  assertEquals(live, new Set([1, ...views]));
  assertEquals(native.disposeData(values, true), true);
  assertEquals(live.size, 0);
});
