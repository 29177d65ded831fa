import { tf } from "./tensorflow.ts";

/**
 * Puts a kernel in the place of a backend's own, whose set-up it keeps.
 *
 * @param kernelName The kernel's name, such as `tf.Cast`.
 * @param backendName The backend, whose kernels are registered.
 * @param make Makes the new kernel of the old one, which it may call.
 */
export function replaceKernel(
  kernelName: string,
  backendName: string,
  make: (original: tf.KernelFunc) => tf.KernelFunc,
): void {
  const original = tf.getKernel(kernelName, backendName);
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...original, kernelFunc: make(original.kernelFunc) });
}
