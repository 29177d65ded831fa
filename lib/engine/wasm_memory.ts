import type { tf } from "./tensorflow.ts";

/** What our kernels use of the wasm backend of TensorFlow.js. */
export interface WasmBackend extends tf.KernelBackend {
  /** The backend's own WebAssembly module. */
  readonly wasm: {
    readonly asm: { readonly memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  /** Where each tensor lies. */
  readonly dataIdMap: {
    get(dataId: object): { readonly memoryOffset: number | null };
  };
  /** A new tensor whose values are not set. */
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

const instances = new WeakMap<WasmBackend, Map<string, unknown>>();

/**
 * The exported functions of a module of ours, working in a backend's memory.
 *
 * @param binary The module in base64, as `deno task kernels` writes it.
 */
export function wasmExports<T>(backend: WasmBackend, binary: string): T {
  let modules = instances.get(backend);
  if (!modules) instances.set(backend, modules = new Map());
  let functions = modules.get(binary);
  if (!functions) {
    const bytes = Uint8Array.from(
      atob(binary),
      (character) => character.charCodeAt(0),
    );
    const { exports } = new WebAssembly.Instance(
      new WebAssembly.Module(bytes),
      { env: { memory: backend.wasm.asm.memory } },
    );
    modules.set(binary, functions = exports);
  }
  return functions as T;
}

/** Address of a tensor's values; stays the same until the tensor is disposed. */
export function addressOf(
  backend: WasmBackend,
  { dataId }: tf.TensorInfo,
): number {
  return backend.dataIdMap.get(dataId).memoryOffset!;
}

/** A view of memory, good until the next allocation, which may move the memory. */
export function int32View(
  backend: WasmBackend,
  address: number,
  length: number,
): Int32Array {
  return new Int32Array(backend.wasm.asm.memory.buffer, address, length);
}

/** A view of memory, good until the next allocation, which may move the memory. */
export function float32View(
  backend: WasmBackend,
  address: number,
  length: number,
): Float32Array {
  return new Float32Array(backend.wasm.asm.memory.buffer, address, length);
}

/** Sizes are 32 bits long: of larger ones the allocator sees the rest. */
const MOST = 2 ** 32;

/**
 * Memory that the backend's allocator gives out.
 *
 * @param backend The backend.
 * @param bytes How much.
 * @returns Its address, to be freed; 0 if there is not so much left.
 */
export function allocated({ wasm }: WasmBackend, bytes: number): number {
  if (bytes >= MOST) return 0;
  // a signed number, of which those past 2 GiB are negative
  const address = wasm._malloc(Math.max(16, bytes)) >>> 0;
  if (address + bytes <= wasm.asm.memory.buffer.byteLength) return address;
  wasm._free(address); // some of it lies past the end of a memory that can't grow
  return 0;
}

/** Lend memory of the given size to `f`; it is free again when `f` returns or throws. */
export function withMemory<T>(
  backend: WasmBackend,
  bytes: number,
  f: (address: number) => T,
): T {
  const address = allocated(backend, bytes);
  if (address === 0) {
    throw new RangeError(
      `Cannot run a kernel as the wasm backend must have ${bytes} bytes left: its memory is full`,
    );
  }
  try {
    return f(address);
  } finally {
    backend.wasm._free(address);
  }
}
