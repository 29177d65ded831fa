import { assertEquals, assertNotEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("tf.einsum() multiplies matrices", () => {
  const [a, b] = [tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]])];
  const before = tf.memory().numTensors;
  const product = tf.einsum("ij,jk->ik", a, b);
  assertEquals(product.arraySync(), [[19, 22], [43, 50]]);
  assertEquals(tf.memory().numTensors, before + 1);
  assertEquals(tf.einsum("ij->j", a).arraySync(), [4, 6]);
});

testOnBackends("tf.depthwiseConv2d() trains", () => {
  const wave = (shape: number[]) =>
    tf.reshape(tf.sin(tf.range(0, tf.util.sizeFromShape(shape))), shape);
  const [x, filter] = [wave([2, 5, 4, 2]), wave([3, 3, 2, 2])];
  for (const [strides, pad] of [[1, "same"], [2, "valid"]] as const) {
    const loss = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.sum(tf.square(tf.depthwiseConv2d(
        x as tf.Tensor4D,
        filter as tf.Tensor4D,
        strides,
        pad,
      ))) as tf.Scalar;
    const [ofX, ofFilter] = tf.grads(loss)([x, filter]);
    // the loss is a square in each, so that a gradient times its place is twice it
    const twice = tf.mul(2, loss(x, filter));
    const close = { relative: 1e-4 }; // sums of some hundred products
    assertAllClose(tf.sum(tf.mul(ofX, x)), twice, close);
    assertAllClose(tf.sum(tf.mul(ofFilter, filter)), twice, close);
  }
}, { except: ["webgpu"] });

testOnBackends("tf.layers.separableConv2d() trains", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.separableConv2d({
        inputShape: [5, 4, 2],
        filters: 3,
        kernelSize: 3,
      }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1 }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const before = await model.getWeights()[0].data();
  await model.fit(tf.ones([2, 5, 4, 2]), tf.ones([2, 1]));
  assertNotEquals(await model.getWeights()[0].data(), before);
}, { except: ["webgpu"] });
