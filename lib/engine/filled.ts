import { tf } from "./tensorflow.ts";

/** Types of tensors that hold one number throughout. */
export type FilledType = "float32" | "int32" | "bool";

/**
 * What a kernel answers where every entry is the same.
 *
 * @param call The kernel's call, whose backend takes the tensor.
 * @param info Shape and type.
 * @param value The number.
 * @returns The new tensor.
 */
export function filled(
  { backend }: Parameters<tf.KernelFunc>[0],
  { shape, dtype }: {
    readonly shape: number[];
    readonly dtype: FilledType;
  },
  value: number,
): tf.TensorInfo {
  const size = tf.util.sizeFromShape(shape);
  const values = tf.util.getTypedArrayFromDType(dtype, size).fill(value);
  const dataId = (backend as tf.KernelBackend).write(values, shape, dtype);
  return { dataId, shape, dtype };
}
