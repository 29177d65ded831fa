import { tf } from "./tensorflow.ts";

/**
 * A kernel of the cpu backend that computes each picture of a batch by itself.
 *
 * @param original The kernel that is right for a batch of one.
 * @param images Name of the input whose first axis is the batch's; an input of one stands
 *   for all.
 * @returns The kernel, which joins what the other gives.
 */
export function byPicture(
  original: tf.KernelFunc,
  images: string,
): tf.KernelFunc {
  return (call) => {
    const backend = call.backend as tf.KernelBackend;
    const inputs = Object.entries(call.inputs as Record<string, tf.TensorInfo>);
    const [batch] = call.inputs[images]!.shape;
    if (batch < 2) return original(call);
    const parts = inputs.map(([name, { dataId, shape, dtype }]) => {
      const values = backend.readSync(dataId) as tf.TypedArray;
      const one = [1, ...shape.slice(1)];
      const size = tf.util.sizeFromShape(one);
      return (i: number) => {
        const first = i % shape[0] * size;
        const part = values.subarray(first, first + size);
        const dataId = backend.write(part, one, dtype);
        return [name, { dataId, shape: one, dtype }] as const;
      };
    });
    const pictures = Array.from({ length: batch }, (_, i) => {
      const own = parts.map((part) => part(i));
      const picture = original({ ...call, inputs: Object.fromEntries(own) });
      for (const [, { dataId }] of own) backend.disposeData(dataId);
      return picture as tf.TensorInfo;
    });
    const shape = [batch, ...pictures[0].shape.slice(1)];
    const { dtype } = pictures[0];
    const values = tf.util.getTypedArrayFromDType(
      dtype as tf.NumericDataType,
      tf.util.sizeFromShape(shape),
    );
    for (const [i, { dataId }] of pictures.entries()) {
      const part = backend.readSync(dataId) as tf.TypedArray;
      values.set(part, i * part.length);
      backend.disposeData(dataId);
    }
    return { dataId: backend.write(values, shape, dtype), shape, dtype };
  };
}
