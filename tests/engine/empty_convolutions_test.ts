import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("a convolution of an empty batch has its own shape", () => {
  const x = tf.zeros<tf.Rank.R4>([0, 8, 8, 2]);
  const filter = tf.ones<tf.Rank.R4>([3, 3, 2, 4]);
  const voxels = tf.zeros<tf.Rank.R5>([0, 4, 4, 4, 2]);
  const given = { x, filter, strides: 1, pad: "valid" } as const;
  const results = [
    tf.conv2d(x, filter, 1, "valid"),
    tf.conv2d(x, filter, 2, "same"),
    tf.conv2d(x, filter, 1, "valid", "NHWC", 2),
    tf.depthwiseConv2d(x, filter, 1, "valid"),
    tf.fused.conv2d({ ...given, bias: tf.ones([4]), activation: "relu" }),
    tf.fused.depthwiseConv2d({ ...given, bias: tf.ones([8]) }),
    tf.conv1d(tf.zeros<tf.Rank.R3>([0, 8, 2]), tf.ones([3, 2, 4]), 1, "valid"),
    tf.conv3d(voxels, tf.ones([3, 3, 3, 2, 4]), 1, "valid"),
  ];
  assertEquals(results.map(({ shape }) => shape), [
    [0, 6, 6, 4],
    [0, 4, 4, 4],
    [0, 4, 4, 4],
    [0, 6, 6, 8],
    [0, 6, 6, 4],
    [0, 6, 6, 8],
    [0, 6, 4],
    [0, 2, 2, 2, 4],
  ]);
});

testOnBackends(
  "a convolution of an empty batch has a gradient of zeros",
  () => {
    const loss = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.sum(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "valid"));
    const [ofX, ofFilter] = tf.grads(loss)([
      tf.zeros([0, 4, 4, 1]),
      tf.ones([3, 3, 1, 2]),
    ]);
    assertEquals(ofX.shape, [0, 4, 4, 1]);
    assertEquals(tf.max(tf.abs(ofFilter)).arraySync(), 0);
  },
);

testOnBackends(
  "a convolution by a filter larger than the pictures has no places",
  () => {
    const x = tf.ones<tf.Rank.R4>([1, 2, 2, 1]);
    const filter = tf.ones<tf.Rank.R4>([3, 3, 1, 2]);
    const results = [
      tf.conv2d(x, filter, 1, "valid"),
      tf.depthwiseConv2d(x, filter, 1, "valid"),
      tf.conv1d(tf.ones<tf.Rank.R3>([1, 2, 1]), tf.ones([3, 1, 2]), 1, "valid"),
    ];
    assertEquals(results.map(({ shape }) => shape), [
      [1, 0, 0, 2],
      [1, 0, 0, 2],
      [1, 0, 2],
    ]);
    assertEquals(results.map((result) => result.dataSync().length), [0, 0, 0]);
    const [ofX, ofFilter] = tf.grads((x: tf.Tensor, filter: tf.Tensor) =>
      tf.sum(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "valid"))
    )([x, filter]);
    assertEquals([...ofX.dataSync()], Array(4).fill(0));
    assertEquals([...ofFilter.dataSync()], Array(18).fill(0));
  },
);

testOnBackends("a dilated convolution of no volumes has its own shape", () => {
  const volumes = tf.zeros<tf.Rank.R5>([0, 4, 5, 4, 1]);
  const filter = tf.ones<tf.Rank.R5>([2, 2, 2, 1, 3]);
  const y = tf.conv3d(volumes, filter, 1, "valid", "NDHWC", 2);
  assertEquals(y.shape, [0, 2, 3, 2, 3]);
});
