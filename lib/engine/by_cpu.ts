import { tf } from "./tensorflow.ts";

/** Inputs of a kernel, by their names there. */
export type Inputs = Readonly<Record<string, tf.TensorInfo>>;

const cpu: tf.KernelBackend = tf.findBackend("cpu");

/**
 * The cpu backend's kernel for another backend that lacks it, or whose own is wrong. It
 * works on copies of the tensors.
 *
 * @param kernelName The kernel's name, such as `tf.Einsum`.
 * @returns The kernel.
 */
export function byCpu(kernelName: string): tf.KernelFunc {
  const { kernelFunc } = tf.getKernel(kernelName, "cpu");
  return (call) => {
    const backend = call.backend as tf.KernelBackend;
    const entries = Object.entries(call.inputs as Inputs).map(
      ([name, tensor]) => {
        const rank = tensor.shape.length; // which some kernels read
        return [name, { ...copied(tensor, backend, cpu), rank }] as const;
      },
    );
    const tensors = entries.map(([, tensor]) => tensor);
    const copies = Array.isArray(call.inputs)
      ? tensors as unknown as tf.NamedTensorInfoMap
      : Object.fromEntries(entries);
    try {
      const made = kernelFunc({ ...call, inputs: copies, backend: cpu });
      const outputs = [made].flat().map((output) => {
        const tensor = output as tf.TensorInfo;
        const copy = copied(tensor, cpu, backend);
        cpu.disposeData(tensor.dataId);
        return copy;
      });
      return Array.isArray(made) ? outputs : outputs[0];
    } finally {
      for (const { dataId } of tensors) cpu.disposeData(dataId);
    }
  };
}

/** A tensor on another backend, in an array of its type, which cpu does not always take. */
function copied(
  { dataId, shape, dtype }: tf.TensorInfo,
  from: tf.KernelBackend,
  to: tf.KernelBackend,
): tf.TensorInfo {
  const values = tf.util.getTypedArrayFromDType(
    dtype as tf.NumericDataType,
    tf.util.sizeFromShape(shape),
  );
  values.set(from.readSync(dataId) as tf.TypedArray);
  return { dataId: to.write(values, shape, dtype), shape, dtype };
}
