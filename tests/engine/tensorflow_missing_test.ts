import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends(
  "tf.layers.categoryEncoding() and its like run on native, too",
  () => {
    const layer = tf.layers.categoryEncoding({
      numTokens: 3,
      outputMode: "multiHot",
    });
    const ids = tf.tensor2d([[0, 2], [1, 1]], [2, 2], "int32");
    const before = tf.memory().numTensors;
    const encoded = layer.apply(ids) as tf.Tensor;
    assertEquals(tf.memory().numTensors, before + 1);
    assertEquals(encoded.arraySync(), [[1, 0, 1], [0, 1, 0]]);
    const found = tf.lowerBound(tf.tensor1d([1, 3, 5]), tf.tensor1d([3, 6]));
    assertEquals([...found.dataSync()], [1, 3]);
    const picture = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const { result, indexes } = tf.maxPoolWithArgmax(picture, 2, 2, "valid");
    assertEquals([...result.dataSync(), ...indexes.dataSync()], [4, 3]);
    const turned = tf.image.rotateWithOffset(picture, Math.PI, 0, 0.5);
    assertEquals(turned.shape, picture.shape);
  },
  // whose shader adds floats up by what WebGPU has for whole numbers alone
  { except: ["webgpu"] },
);
