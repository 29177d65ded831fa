import { registerTensorFlowKernel } from "./tensorflow_kernel.ts";
import { kronlabOperation } from "./tensorflow_operation.ts";
import type { tf } from "./tf.ts";

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
  registerTensorFlowKernel<LayerNormalizationAttributes>(
    LAYER_NORMALIZATION,
    (inputs, { epsilon }) =>
      kronlabOperation(LAYER_NORMALIZATION, {
        inputs,
        floats: { epsilon },
        outputs: 1,
      })[0],
  );
  registerTensorFlowKernel<LayerNormalizationAttributes>(
    LAYER_NORMALIZATION_GRADIENT,
    (inputs, { epsilon }) =>
      kronlabOperation(LAYER_NORMALIZATION_GRADIENT, {
        inputs,
        floats: { epsilon },
        outputs: 3,
      }),
  );
}
