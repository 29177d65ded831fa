import type { tf } from "./tensorflow.ts";

/** What is watched of the webgpu backend of TensorFlow.js. */
export interface WatchedBackend {
  readonly device: GPUDevice;
  readonly bufferManager: {
    acquireBuffer(bytes: number, ...rest: unknown[]): GPUBuffer;
  };
  readonly tensorMap: {
    get(dataId: object): { readonly values: tf.BackendValues | null };
  };
  getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer>;
  readSync(dataId: object): tf.BackendValues;
}

/**
 * Let no wrong number pass in silence: where an adapter refuses a shader or a tensor,
 * TensorFlow.js goes on, and the values are zeros.
 *
 * @param backend The backend. A tensor that is too large for its adapter throws at once,
 * and so does what needs the adapter once it was lost. Of other faults the adapter tells only
 * later: they go to the console, and the next that is read throws them; `await data()`
 * those before it, too.
 * @returns What tells how the adapter was lost, and nothing while it is there.
 */
export function watchWebGpu(
  backend: WatchedBackend,
): () => string | undefined {
  const { device, bufferManager } = backend;
  const most = device.limits.maxStorageBufferBindingSize;
  let lost: string | undefined;
  let fault: string | undefined;
  device.lost.then(({ message }) => lost = message);
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    const { message } = (event as GPUUncapturedErrorEvent).error;
    if (lost !== undefined) return; // all is refused then
    fault ??= message.trim();
    // deno-lint-ignore no-console -- nobody may read any more
    console.error(`The numbers on webgpu are wrong, as it says: ${message}`);
  });

  const throwFault = () => {
    const message = fault;
    fault = undefined; // told once
    if (message === undefined) return;
    throw new Error(
      `Cannot read a tensor on webgpu as its adapter must do all that it is told: it says ${message}`,
    );
  };
  const throwIfLost = () => {
    if (lost === undefined) return;
    throw new Error(
      `Cannot compute on webgpu as its adapter must be there: it was lost, as it says: ${lost}`,
    );
  };
  const acquireBuffer = bufferManager.acquireBuffer.bind(bufferManager);
  bufferManager.acquireBuffer = (bytes, ...rest) => {
    throwIfLost();
    if (bytes > most) {
      throw new RangeError(
        `Cannot compute on webgpu as a tensor must have at most ${most} bytes on this adapter: got ${bytes}`,
      );
    }
    return acquireBuffer(bytes, ...rest);
  };
  const getBufferData = backend.getBufferData.bind(backend);
  backend.getBufferData = async (buffer) => {
    const data = await getBufferData(buffer);
    throwFault();
    return data;
  };
  const readSync = backend.readSync.bind(backend);
  backend.readSync = (dataId) => {
    if (!backend.tensorMap.get(dataId).values) {
      throwIfLost();
      throwFault();
    }
    return readSync(dataId);
  };
  return () => lost;
}
