import { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { tf } from "./tensorflow.ts";
import { allocated, type WasmBackend } from "./wasm_memory.ts";

/**
 * Let the wasm backend say that its memory is full.
 *
 * It takes the address 0, the answer of a full memory, for a place to put a tensor, and
 * cuts sizes from 4 GiB on; what is written there destroys its heap, and the program
 * hangs.
 */
function refuseWhenFull(): void {
  const { move } = BackendWasm.prototype;
  BackendWasm.prototype.move = function (...args) {
    const [, , shape, dtype] = args;
    if (dtype !== "string") {
      const backend = this as unknown as WasmBackend;
      const bytes = tf.util.sizeFromShape(shape) *
        tf.util.bytesPerElement(dtype);
      const address = allocated(backend, bytes);
      if (address === 0) {
        throw new RangeError(
          `Cannot make a tensor [${
            shape.join(", ")
          }] as the wasm backend must have ${bytes} bytes left, of 4 GiB at most: its memory is full`,
        );
      }
      backend.wasm._free(address); // for the tensor that takes it now
    }
    move.apply(this, args);
  };
}

refuseWhenFull();
