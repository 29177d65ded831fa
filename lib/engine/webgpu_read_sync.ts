import { tf } from "./tf.ts";

/** What reading needs of the webgpu backend of TensorFlow.js. */
export interface WebGpuBackend extends tf.KernelBackend {
  readonly device: GPUDevice;
  readonly tensorMap: {
    get(dataId: object): {
      readonly values: tf.BackendValues | null;
      readonly dtype: tf.DataType;
      readonly resource: GPUBuffer;
    };
  };
  commandEncoder: GPUCommandEncoder;
  endComputePassEncoder(): void;
  ensureCommandEncoderReady(): void;
  submitQueue(): void;
  convertAndCacheOnCPU(dataId: object, values: tf.BackendValues): void;
  readSync(dataId: object): tf.BackendValues;
}

/** A canvas of Deno; the standard has no way to its pixels that does not wait. */
interface Canvas {
  getContext(kind: "webgpu"): GPUCanvasContext;
  transferToImageBitmap(): object;
}

/** Deno's own name for the bytes of an `ImageBitmap`. */
const BITMAP = Object.getOwnPropertySymbols(ImageBitmap.prototype)
  .find(({ description }) => description === "Deno_bitmapData");

/** Pixels of 4 bytes in a row; a row's bytes must be a multiple of 256. */
const WIDTH = 1024;

/** Rows of one canvas, so that it takes at most 16 MiB. */
const HEIGHT = 4096;

/**
 * Let a webgpu backend read tensors at once, so that `dataSync()` works.
 *
 * TensorFlow.js draws on a 2-D canvas for that, which Deno does not have. Here the
 * values are copied into a WebGPU canvas, whose bitmap Deno hands out as it is, bit
 * for bit. Where Deno has no such bitmap, reading says to use `await data()`.
 *
 * @param backend The backend; its `readSync` is replaced.
 */
export function readWebGpuSync(backend: WebGpuBackend): void {
  const original = backend.readSync.bind(backend);
  backend.readSync = (dataId) => {
    const { values, dtype, resource } = backend.tensorMap.get(dataId);
    if (values !== null && values !== undefined) return values;
    if (dtype === "complex64" || dtype === "string") return original(dataId);
    const read = tf.util.convertBackendValuesAndArrayBuffer(
      readBuffer(backend, resource),
      dtype,
    );
    backend.convertAndCacheOnCPU(dataId, read);
    return read;
  };
}

function readBuffer(backend: WebGpuBackend, buffer: GPUBuffer): ArrayBuffer {
  const out = new Uint8Array(buffer.size);
  const pixels = buffer.size / 4;
  backend.endComputePassEncoder();
  for (let begin = 0; begin < pixels; begin += WIDTH * HEIGHT) {
    const count = Math.min(pixels - begin, WIDTH * HEIGHT);
    out.set(readPixels(backend, buffer, begin, count), 4 * begin);
  }
  return out.buffer;
}

/** Bytes of at most one canvas full of pixels. */
function readPixels(
  backend: WebGpuBackend,
  buffer: GPUBuffer,
  begin: number,
  count: number,
): Uint8Array {
  if (BITMAP === undefined) {
    throw new Error(
      "Cannot read a tensor at once as this Deno must hand out bitmaps: use `await tensor.data()`",
    );
  }
  const height = Math.ceil(count / WIDTH);
  const canvas = new OffscreenCanvas(WIDTH, height) as unknown as Canvas;
  const context = canvas.getContext("webgpu");
  context.configure({
    device: backend.device,
    format: "bgra8unorm",
    usage: GPUTextureUsage.COPY_DST,
  });
  const texture = context.getCurrentTexture();
  const rows = Math.floor(count / WIDTH);
  const copy = (row: number, width: number, rows: number) => {
    if (width * rows === 0) return; // of whole rows or of the last one, which is shorter
    backend.commandEncoder.copyBufferToTexture(
      { buffer, bytesPerRow: 4 * WIDTH, offset: 4 * (begin + row * WIDTH) },
      { texture, origin: [0, row] },
      [width, rows],
    );
  };
  backend.ensureCommandEncoderReady();
  copy(0, WIDTH, rows);
  copy(rows, count - rows * WIDTH, 1);
  backend.submitQueue();
  const bitmap = canvas.transferToImageBitmap() as Record<
    symbol,
    () => Uint8Array
  >;
  return bitmap[BITMAP]().subarray(0, 4 * count);
}
