import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

// Lets the cpu backend give tf.image.resizeNearestNeighbor, hence tf.layers.upSampling2d,
// a gradient of each picture of a batch. Its own kernel finds the larger pictures by the
// size of the smaller ones, so that all but the first get slopes that belong to others.
replaceKernel(tf.ResizeNearestNeighborGrad, "cpu", (original) => (call) => {
  const { images, dy } = call.inputs as Record<string, tf.TensorInfo>;
  const backend = call.backend as tf.KernelBackend;
  const slopes = backend.readSync(dy.dataId) as Float32Array;
  const values = new Float32Array(tf.util.sizeFromShape(images.shape));
  const one = (shape: number[]) => [1, ...shape.slice(1)];
  const [size, larger] = [images, dy].map(({ shape }) =>
    tf.util.sizeFromShape(shape.slice(1))
  );
  for (let i = 0; i < images.shape[0]; i++) {
    const part = slopes.subarray(i * larger, (i + 1) * larger);
    const shape = one(dy.shape);
    const dataId = backend.write(part, shape, dy.dtype);
    const gradient = original({
      ...call,
      inputs: {
        images: { ...images, shape: one(images.shape) },
        dy: { ...dy, dataId, shape },
      },
    }) as tf.TensorInfo;
    values.set(backend.readSync(gradient.dataId) as Float32Array, i * size);
    for (const id of [dataId, gradient.dataId]) backend.disposeData(id);
  }
  const { shape } = images;
  const dataId = backend.write(values, shape, "float32");
  return { dataId, shape, dtype: "float32" };
});
