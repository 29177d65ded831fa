import { registerTensorFlowKernel } from "./tensorflow_kernel.ts";
import { kronlabOperation } from "./tensorflow_operation.ts";
import type { tf } from "./tf.ts";

/** Name of the kernel that drops entries: of x and a state, y and the state after it. */
export const DROPOUT = "KronlabDropout";

/** Attributes of the kernel. */
export interface DropoutAttributes extends tf.NamedAttrMap {
  /** How many of the 65,536 draws drop an entry. */
  dropped: number;
  /** What the others' entries are multiplied with. */
  scale: number;
}

/**
 * Registers it for native TensorFlow on a processor: the operation of `dropout.cc`,
 * which `deno task native` compiles.
 */
export function registerTensorFlowDropout(): void {
  registerTensorFlowKernel<DropoutAttributes>(
    DROPOUT,
    (inputs, { dropped, scale }) =>
      kronlabOperation(DROPOUT, {
        inputs,
        attributes: { dropped },
        floats: { scale },
        outputs: 2,
      }),
  );
}
