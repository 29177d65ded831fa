/** What is watched of the webgpu backend of TensorFlow.js. */
export interface WatchedBackend {
  readonly device: GPUDevice;
  readonly bufferManager: {
    acquireBuffer(bytes: number, ...rest: unknown[]): GPUBuffer;
  };
}

/**
 * Let no wrong number pass in silence: where an adapter refuses a shader or a tensor,
 * TensorFlow.js goes on, and the values are zeros.
 *
 * @param backend The backend. A tensor that is too large for its adapter throws at once;
 * of other faults the adapter tells only later, and they go to the console.
 */
export function watchWebGpu({ device, bufferManager }: WatchedBackend): void {
  const most = device.limits.maxStorageBufferBindingSize;
  const original = bufferManager.acquireBuffer.bind(bufferManager);
  bufferManager.acquireBuffer = (bytes, ...rest) => {
    if (bytes > most) {
      throw new RangeError(
        `Cannot compute on webgpu as a tensor must have at most ${most} bytes on this adapter: got ${bytes}`,
      );
    }
    return original(bytes, ...rest);
  };
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    const { message } = (event as GPUUncapturedErrorEvent).error;
    // deno-lint-ignore no-console -- nobody waits for it
    console.error(`The numbers on webgpu are wrong, as it says: ${message}`);
  });
}
