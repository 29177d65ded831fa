import { registerTensorFlowKernel } from "./tensorflow_kernel.ts";
import { kronlabOperation } from "./tensorflow_operation.ts";
import type { tf } from "./tf.ts";

/** Name of the kernel of attention; it gives the weights too, for the gradient. */
export const ATTENTION = "KronlabAttention";

/** Name of the kernel of its gradient, one output for query, key and value each. */
export const ATTENTION_GRADIENT = "KronlabAttentionGradient";

/** Attributes of {@linkcode ATTENTION}. */
export interface AttentionAttributes extends tf.NamedAttrMap {
  /** Whether target t sees sources only up to t. */
  causal: boolean;
}

/**
 * Registers both for native TensorFlow on a processor: the operations of
 * `attention.cc`, which `deno task native` compiles.
 */
export function registerTensorFlowAttention(): void {
  registerTensorFlowKernel<AttentionAttributes>(
    ATTENTION,
    ([query, key, value, ...mask], { causal }) =>
      kronlabOperation(ATTENTION, {
        inputs: [query, key, value],
        list: mask,
        attributes: { causal: Number(causal) },
        outputs: 2,
      }),
  );
  registerTensorFlowKernel(
    ATTENTION_GRADIENT,
    (inputs) => kronlabOperation(ATTENTION_GRADIENT, { inputs, outputs: 3 }),
  );
}
