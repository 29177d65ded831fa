import { kronlabOperation } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";

/** Name of the kernel that normalizes vectors; x, gamma and beta are its inputs. */
export const LAYER_NORMALIZATION = "KronlabLayerNormalization";

/** Name of the kernel of its gradient: of x, gamma and beta, from slopes, x and gamma. */
export const LAYER_NORMALIZATION_GRADIENT = "KronlabLayerNormalizationGradient";

/** Attributes of both kernels. */
export interface LayerNormalizationAttributes extends tf.NamedAttrMap {
  /** Added to the variance. */
  epsilon: number;
}

/**
 * Registers both for native TensorFlow on a processor: the operations of
 * `layer_normalization.cc`, which `deno task native` compiles.
 */
export function registerTensorFlowLayerNormalization(): void {
  tf.registerKernel({
    kernelName: LAYER_NORMALIZATION,
    backendName: "tensorflow",
    kernelFunc: (call) => run(LAYER_NORMALIZATION, call, 1)[0],
  });
  tf.registerKernel({
    kernelName: LAYER_NORMALIZATION_GRADIENT,
    backendName: "tensorflow",
    kernelFunc: (call) => run(LAYER_NORMALIZATION_GRADIENT, call, 3),
  });
}

function run(
  name: string,
  { inputs, attrs }: Parameters<tf.KernelFunc>[0],
  outputs: number,
): tf.Tensor[] {
  const { epsilon } = attrs as LayerNormalizationAttributes;
  return kronlabOperation(name, {
    inputs: Object.values(inputs) as tf.TensorInfo[],
    floats: { epsilon },
    outputs,
  });
}
