import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

/** An array of the type that a tensor's values have. */
const ARRAYS: Readonly<
  Record<string, { from(values: ArrayLike<number>): tf.TypedArray }>
> = { float32: Float32Array, int32: Int32Array };

// Lets the cpu backend turn whole numbers and booleans into other numbers. Where nothing
// is lost its own kernel only calls the same array another type, whose bytes a file or
// another backend then takes for what they are not.
replaceKernel(tf.Cast, "cpu", (original) => (call) => {
  const { x } = call.inputs as Record<string, tf.TensorInfo>;
  const called = original(call) as tf.TensorInfo;
  const { dataId, shape, dtype } = called;
  const isRenamed = dataId === x.dataId && dtype !== x.dtype;
  if (!isRenamed || !(dtype in ARRAYS)) return called;
  const backend = call.backend as tf.KernelBackend;
  const values = ARRAYS[dtype].from(backend.readSync(dataId) as tf.TypedArray);
  backend.disposeData(dataId);
  return { dataId: backend.write(values, shape, dtype), shape, dtype };
});
