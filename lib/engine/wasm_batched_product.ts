import { CONTRACTION_BINARY } from "./contraction_binary.ts";
import { tf } from "./tensorflow.ts";
import {
  addressOf,
  int32View,
  wasmExports,
  withMemory,
} from "./wasm_memory.ts";
import type { WasmBackend } from "./wasm_memory.ts";

/** Name of the kernel that multiplies pairs of matrices, a `[pairs, m, inner]` and b `[pairs, inner, n]`. */
export const BATCHED_PRODUCT = "BatchedProduct";

tf.registerKernel({
  kernelName: BATCHED_PRODUCT,
  backendName: "wasm",
  kernelFunc: ({ inputs, backend }) => {
    const wasm = backend as WasmBackend;
    const { a, b } = inputs as Record<string, tf.TensorInfo>;
    const [pairs, inner, n] = b.shape;
    const m = a.shape[1];
    const out = wasm.makeOutput([pairs, m, n], "float32");
    const step = [
      ...[pairs, 1, 1],
      ...[m * inner, 0, 0],
      ...[inner * n, 0, 0],
      ...[m * n, 0, 0],
      ...[m, n, inner, n],
      ...[1, 0, 0],
      ...[inner, 1, n],
    ];
    withMemory(wasm, 4 * step.length, (address) => {
      int32View(wasm, address, step.length).set(step);
      const kernels = wasmExports<
        { contract(step: number, a: number, b: number, c: number): void }
      >(wasm, CONTRACTION_BINARY);
      const [from, by, to] = [a, b, out].map((tensor) =>
        addressOf(wasm, tensor)
      );
      kernels.contract(address, from, by, to);
    });
    return out;
  },
});
