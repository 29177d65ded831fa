import { kronlabOperation } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";

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
  tf.registerKernel({
    kernelName: ATTENTION,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs }) => {
      const { query, key, value, mask } = inputs as Record<
        string,
        tf.TensorInfo
      >;
      return kronlabOperation(ATTENTION, {
        inputs: [query, key, value],
        list: mask ? [mask] : [],
        attributes: { causal: Number((attrs as AttentionAttributes).causal) },
        outputs: 2,
      });
    },
  });
  tf.registerKernel({
    kernelName: ATTENTION_GRADIENT,
    backendName: "tensorflow",
    kernelFunc: ({ inputs }) =>
      kronlabOperation(ATTENTION_GRADIENT, {
        inputs: Object.values(inputs) as tf.TensorInfo[],
        outputs: 3,
      }),
  });
}
