import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";

const truths = (values: number[]) => tf.tensor1d(values, "bool");

testOnBackends("tf.where() and reverse() take truths", () => {
  const neighbours = Array.from({ length: 8 }, () => tf.fill([16], 7));
  for (const t of neighbours.splice(0, 4)) t.dispose(); // room between others
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const [a, b] = [truths([1, 1, 0, 0, 1]), truths([0, 1, 1, 0, 0])];
    const chosen = tf.where(truths([1, 0, 1, 0, 1]), a, b);
    assertEquals([...chosen.dataSync()], [1, 1, 0, 0, 1]);
    assertEquals(chosen.dtype, "bool");
    const rows = tf.where(truths([0, 1, 0, 1, 1]), tf.stack([a, b]), b);
    assertEquals(rows.shape, [2, 5]);
    assertEquals([...rows.dataSync()], [0, 1, 1, 0, 1, 0, 1, 1, 0, 0]);
    assertEquals([...tf.reverse(a).dataSync()], [1, 0, 0, 1, 1]);
  });
  assertEquals(tf.memory().numTensors, before);
  for (const t of neighbours) {
    assertEquals([...t.dataSync()], Array(16).fill(7));
    t.dispose();
  }
});

testOnBackends("tf.clipByValue() takes truths", () => {
  const ones = tf.clipByValue(tf.ones([1000], "bool"), 0, 1);
  const behind = Array.from({ length: 200 }, () => tf.fill([16], 7));
  tf.clipByValue(tf.ones([1000], "bool"), 0, 1);
  assertEquals([...ones.dataSync()], Array(1000).fill(1));
  assertEquals([...tf.stack(behind).dataSync()], Array(3200).fill(7));
}, { except: ["native", "webgpu"] });

testOnBackends("tf.oneHot() writes the type that is asked for", () => {
  const ids = tf.tensor1d([2, 0], "int32");
  for (const dtype of ["float32", "int32", "bool"] as const) {
    const vectors = tf.oneHot(ids, 3, 1, 0, dtype);
    assertEquals(vectors.dtype, dtype);
    assertEquals([...vectors.dataSync()], [0, 0, 1, 1, 0, 0]);
  }
  const smooth = tf.oneHot(ids, 3, 0.5, 0.25, "float32").arraySync();
  assertEquals(smooth, [[0.25, 0.25, 0.5], [0.5, 0.25, 0.25]]);
});

testOnBackends("tf.stridedSlice() keeps ids and truths", () => {
  const ids = tf.tensor2d([[1, 2, 3], [4, 5, 6]], [2, 3], "int32");
  for (
    const [x, numbers] of [[ids, [3, 1, 6, 4]], [tf.cast(ids, "bool"), [
      1,
      1,
      1,
      1,
    ]]] as const
  ) {
    const slice = tf.stridedSlice(x, [0, -1], [2, -4], [1, -2]);
    assertEquals(slice.dtype, x.dtype);
    assertEquals([...slice.dataSync()], [...numbers]);
  }
});

testOnBackends("tf.prelu() multiplies along the axes of its slopes", () => {
  const x = tf.reshape(tf.range(-6, 0), [1, 2, 3]);
  const slopes = tf.tensor2d([[2], [3]]);
  assertEquals(tf.prelu(x, slopes).arraySync(), [[[-12, -10, -8], [
    -9,
    -6,
    -3,
  ]]]);
  const wide = tf.prelu(tf.tensor2d([[-1], [1]]), tf.tensor2d([[2, 3]]));
  assertEquals(wide.arraySync(), [[-2, -3], [1, 1]]);
  const long = tf.prelu(tf.tensor1d([-1, -2]), [[2, 3]]);
  assertEquals(long.shape as number[], [1, 2]);
  assertEquals([...long.dataSync()], [-2, -6]);
  const numbers = (values: number[]) => tf.tensor1d(values, "int32");
  const ids = tf.prelu(numbers([-1, 2]), numbers([2, 3]));
  assertEquals([...ids.dataSync()], [-2, 2]);
});

testOnBackends("tf.dilation2d() finds the largest of numbers below 0", () => {
  const [x, filter] = [[-9, -7, -5], [-3, -1]].map((values) =>
    tf.tensor(values, [1, values.length, 1])
  );
  const dilated = (x: tf.Tensor, filter: tf.Tensor) =>
    tf.dilation2d(x as tf.Tensor3D, filter as tf.Tensor3D, 1, "valid");
  assertEquals([...dilated(x, filter).dataSync()], [-8, -6]);
  const [ofX, ofFilter] = tf.grads(dilated)([x, filter]);
  assertEquals([...ofX.dataSync()], [0, 1, 1]);
  assertEquals([...ofFilter.dataSync()], [0, 2]);
}, { except: ["native", "webgpu"] });

testOnBackends("tf.maxPool3d() finds the largest of numbers below 0", () => {
  const x = tf.reshape(tf.range(-8, 0), [1, 2, 2, 2, 1]) as tf.Tensor5D;
  assertEquals(tf.maxPool3d(x, 2, 1, "valid").dataSync()[0], -1);
});

testOnBackends(
  "tf.maxPoolWithArgmax() finds the largest of numbers below 0",
  () => {
    const x = tf.tensor4d([-3, -1, -2, -4], [1, 2, 2, 1]);
    const { result, indexes } = tf.maxPoolWithArgmax(x, 2, 1, "valid");
    assertEquals([result.dataSync()[0], indexes.dataSync()[0]], [-1, 1]);
  },
  { except: ["native"] },
);

testOnBackends("tf.conv3d() has gradients of any filters and strides", () => {
  const [shape, filterShape] = [[2, 3, 4, 3, 2], [2, 3, 2, 2, 3]];
  const wave = (shape: number[], step: number) =>
    tf.sin(
      tf.mul(
        tf.reshape(tf.range(0, tf.util.sizeFromShape(shape)), shape),
        step,
      ),
    );
  const [x, filter] = [wave(shape, 1), wave(filterShape, 2)];
  for (
    const [strides, pad] of [[1, "same"], [2, "same"], [1, "valid"]] as const
  ) {
    const f = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, strides, pad);
    const slopes = wave(f(x, filter).shape, 3);
    const loss = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.sum(tf.mul(f(x, filter), slopes)) as tf.Scalar;
    const [ofX, ofFilter] = tf.grads(loss)([x, filter]);
    // linear in each: a gradient times a direction is the loss of that direction
    const [toX, toFilter] = [wave(shape, 5), wave(filterShape, 7)];
    assertAllClose(tf.sum(tf.mul(ofX, toX)), loss(toX, filter), {
      absolute: 1e-3,
    });
    assertAllClose(tf.sum(tf.mul(ofFilter, toFilter)), loss(x, toFilter), {
      absolute: 1e-3,
    });
  }
}, { except: ["webgpu"] });

testOnBackends("tf.matMul() of whole numbers counts confusions", () => {
  const [is, said] = [[0, 1, 2, 1], [0, 2, 2, 1]].map((ids) =>
    tf.tensor1d(ids, "int32")
  );
  const before = tf.memory().numTensors;
  const counts = tf.math.confusionMatrix(is, said, 3);
  assertEquals(counts.arraySync(), [[1, 0, 0], [0, 1, 1], [0, 0, 1]]);
  assertEquals(tf.memory().numTensors, before + 1);
});

testOnBackends("tf.cumsum() counts truths", () => {
  assertEquals([...tf.cumsum(truths([1, 0, 1, 1])).dataSync()], [1, 1, 2, 3]);
}, { except: ["native", "webgpu"] });

testOnBackends("tf.topk() and unsortedSegmentSum() take truths", () => {
  const x = truths([0, 1, 1]);
  assertEquals([...tf.topk(x, 2).indices.dataSync()], [1, 2]);
  const segments = tf.tensor1d([1, 0, 1], "int32");
  const sums = tf.unsortedSegmentSum(x, segments, 2);
  assertEquals([...sums.dataSync()], [1, 1]);
}, { except: ["native", "webgpu"] });

testOnBackends(
  "functions of truths and ids are those of the cpu backend",
  async (backend) => {
    const { abs, neg, sign, round, square, step, exp, expm1, softplus } = tf;
    const { relu, relu6, selu, leakyRelu, sinh, atan, asin, acos, atanh } = tf;
    const { isNaN, isInf, isFinite, reciprocal, log1p, asinh, acosh } = tf;
    const ofIds = [isNaN, isInf, isFinite, reciprocal, log1p, asinh, acosh];
    const ofTruths = [
      ...[abs, neg, sign, round, square, step, exp, expm1, softplus],
      ...[relu, relu6, selu, leakyRelu, sinh, atan, asin, acos, atanh],
    ];
    const answers = () =>
      tf.tidy(() =>
        [...ofTruths, ...ofIds].map((f) => [
          f.name,
          [...f(truths([1, 0, 1])).dataSync()],
          ofIds.includes(f) && [...f(tf.range(1, 5, 1, "int32")).dataSync()],
        ])
      );
    const own = answers();
    await tf.setBackend("cpu");
    const expected = answers();
    await tf.setBackend(backend);
    assertEquals(own, expected);
  },
  { except: ["native", "webgpu"] },
);

testOnBackends("what is left to the cpu backend leaves nothing there", () => {
  const cpu: tf.KernelBackend = tf.findBackend("cpu");
  const backends = () => [cpu, tf.backend()].map((b) => b.numDataIds());
  const x = truths([1, 0, 1]);
  const before = backends();
  tf.dispose(tf.reverse(x));
  tf.dispose(tf.topk(x, 2));
  assertEquals(backends(), before);
}, { except: ["native", "webgpu"] });

testOnBackends("tf.isNaN() and isFinite() know whole numbers", () => {
  const ids = tf.tensor1d([0, -1, 2 ** 31 - 1], "int32");
  assertEquals([...tf.isNaN(ids).dataSync()], [0, 0, 0]);
  assertEquals([...tf.isFinite(ids).dataSync()], [1, 1, 1]);
}, { except: ["native", "webgpu"] });
