import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

/** Whole numbers, with which float32 arithmetic is exact. */
function counted(shape: number[]): tf.Tensor {
  return tf.reshape(tf.range(0, tf.util.sizeFromShape(shape)), shape);
}

testOnBackends(
  "tf.layers.conv2d() takes strides wider than its filter",
  () => {
    for (const useBias of [false, true]) {
      const layer = tf.layers.conv2d({
        filters: 1,
        kernelSize: [1, 2],
        strides: 3,
        padding: "same",
        useBias,
        activation: "relu",
      });
      const x = counted([1, 4, 6, 1]);
      tf.dispose(layer.apply(x) as tf.Tensor);
      const kernel = tf.tensor4d([[[[1]], [[10]]]]);
      const bias = tf.tensor1d([100]);
      layer.setWeights(useBias ? [kernel, bias] : [kernel]);
      const before = tf.memory().numTensors;
      const y = layer.apply(x) as tf.Tensor;
      assertEquals(tf.memory().numTensors, before + 1);
      const more = useBias ? 100 : 0;
      const expected = [[10, 43], [208, 241]]
        .map((row) => row.map((value) => [value + more]));
      assertEquals(y.arraySync(), [expected]);
    }
  },
);

testOnBackends(
  "tf.depthwiseConv2d() takes strides wider than its filter",
  () => {
    const x = counted([1, 5, 6, 1]) as tf.Tensor4D;
    const filter = tf.tensor4d([1, 1, 1, 10], [2, 2, 1, 1]);
    const y = tf.depthwiseConv2d(x, filter, 3, "same");
    assertEquals(y.shape, [1, 2, 2, 1]);
    assertEquals([...y.dataSync()], [
      0 + 1 + 6 + 70,
      3 + 4 + 9 + 100,
      18 + 19 + 24 + 250,
      21 + 22 + 27 + 280,
    ]);
  },
);

testOnBackends(
  "convolutions with strides wider than their filters leave pixels out on both axes",
  () => {
    const x = counted([1, 6, 5, 1]) as tf.Tensor4D;
    const filter = tf.tensor4d([1, 10], [2, 1, 1, 1]);
    const how = { x, filter, strides: 3, pad: "same" } as const;
    const before = tf.backend().numDataIds();
    for (
      const convolve of [
        () => tf.conv2d(x, filter, 3, "same"),
        () => tf.fused.conv2d(how),
        () => tf.depthwiseConv2d(x, filter, 3, "same"),
        () => tf.fused.depthwiseConv2d(how),
      ]
    ) {
      const y = convolve();
      assertEquals([...y.dataSync()], [50, 83, 215, 248]);
      y.dispose();
    }
    assertEquals(tf.backend().numDataIds(), before);
  },
);

testOnBackends("tf.layers.depthwiseConv2d() takes 'same' padding", () => {
  const layer = tf.layers.depthwiseConv2d({
    kernelSize: 2,
    padding: "same",
    depthwiseInitializer: "ones",
  });
  const y = layer.apply(counted([1, 2, 3, 1])) as tf.Tensor;
  assertEquals([...y.dataSync()], [8, 12, 7, 7, 9, 5]);
  assertEquals((layer.apply(tf.zeros([0, 2, 3, 1])) as tf.Tensor).shape, [
    0,
    2,
    3,
    1,
  ]);
});
