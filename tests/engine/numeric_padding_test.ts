import { assertEquals } from "@std/assert";
import type { BackendName } from "../../lib/engine/use_backend.ts";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

/** Whole numbers, with which float32 arithmetic is exact. */
function counted(shape: number[]): tf.Tensor4D {
  const x = tf.range(1, 1 + tf.util.sizeFromShape(shape));
  return tf.reshape(x, shape as [number, number, number, number]);
}

type Strides = [number, number];
type Padding = number | "valid";

/** What puts windows of two rows and three columns over pictures. */
const WINDOWS: Readonly<
  Record<string, (x: tf.Tensor4D, strides: Strides, pad: Padding) => tf.Tensor>
> = {
  conv2d: (x, strides, pad) =>
    tf.conv2d(x, counted([2, 3, 2, 2]), strides, pad),
  "fused.conv2d": (x, strides, pad) =>
    tf.fused.conv2d({ x, filter: counted([2, 3, 2, 2]), strides, pad }),
  depthwiseConv2d: (x, strides, pad) =>
    tf.depthwiseConv2d(x, counted([2, 3, 2, 1]), strides, pad),
  maxPool: (x, strides, pad) => tf.maxPool(x, [2, 3], strides, pad),
  avgPool: (x, strides, pad) => tf.avgPool(x, [2, 3], strides, pad),
};

/** The gradient by the input, where each output counts differently. */
function slopes(
  f: (x: tf.Tensor4D) => tf.Tensor,
  x: tf.Tensor4D,
): tf.Tensor {
  return tf.grad((x: tf.Tensor) => {
    const y = f(x as tf.Tensor4D);
    return tf.sum(tf.mul(y, counted(y.shape)));
  })(x);
}

/** Native TensorFlow pads only the convolutions, and has no gradients of them. */
const padsAll = (backend: BackendName) => backend !== "native";

for (const [name, f] of Object.entries(WINDOWS)) {
  testOnBackends(
    `tf.${name}() takes numeric padding with windows that are not square`,
    (backend) => {
      for (const strides of [[1, 1], [1, 2], [2, 1]] as Strides[]) {
        const x = counted([2, 5, 6, 2]);
        const valid = f(x, strides, "valid");
        const unpadded = f(x, strides, 0);
        assertEquals(unpadded.shape, valid.shape);
        assertEquals([...unpadded.dataSync()], [...valid.dataSync()]);
        const written = slopes((x) => f(x, strides, "valid"), x);
        const gradient = slopes((x) => f(x, strides, 0), x);
        assertEquals([...gradient.dataSync()], [...written.dataSync()]);
        const isPool = name.endsWith("Pool");
        if (!padsAll(backend) && isPool || name === "avgPool") continue;
        const around = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]);
        const expected = f(around as tf.Tensor4D, strides, "valid");
        const padded = f(x, strides, 1);
        assertEquals(padded.shape, expected.shape);
        assertEquals([...padded.dataSync()], [...expected.dataSync()]);
      }
    },
  );
}
