import { checkOptionNames } from "../error/check_option_names.ts";
import { optionNames } from "../error/option_names.ts";
import type { DenseArgs } from "./dense_config.ts";
import type { FactoredEmbeddingArgs } from "./embedding_config.ts";
import type { LayerArgs } from "./layer_args.ts";
import type { FactoredMatrix } from "./projection.ts";

/** What every layer takes. */
export const LAYER_OPTIONS: readonly string[] = optionNames<LayerArgs>({
  inputShape: true,
  batchInputShape: true,
  batchSize: true,
  dtype: true,
  name: true,
  trainable: true,
  weights: true,
  inputDType: true,
});

/** What `tf.layers.dense` takes; a layer's own options are put before it. */
export const DENSE_OPTIONS: readonly string[] = [
  ...optionNames<Omit<DenseArgs, keyof LayerArgs>>({
    units: true,
    activation: true,
    useBias: true,
    kernelInitializer: true,
    biasInitializer: true,
    inputDim: true,
    kernelConstraint: true,
    biasConstraint: true,
    kernelRegularizer: true,
    biasRegularizer: true,
    activityRegularizer: true,
  }),
  ...LAYER_OPTIONS,
];

/** What a matrix that may be factored takes. */
export const FACTORED_OPTIONS: readonly string[] = optionNames<FactoredMatrix>({
  rank: true,
  order: true,
  inputFactors: true,
  outputFactors: true,
  objective: true,
});

/** What both factored embeddings take. */
export const EMBEDDING_OPTIONS: readonly string[] = [
  ...optionNames<Omit<FactoredEmbeddingArgs, keyof LayerArgs>>({
    inputDim: true,
    outputDim: true,
    order: true,
    rank: true,
    outputFactors: true,
    seed: true,
    embeddingsInitializer: true,
    embeddingsRegularizer: true,
    activityRegularizer: true,
    embeddingsConstraint: true,
    maskZero: true,
    inputLength: true,
  }),
  ...LAYER_OPTIONS,
];

/**
 * Refuse options that a layer does not have.
 *
 * @param action What can't be done otherwise, such as `"make a KroneckerDense layer"`.
 * @param args What the layer's constructor was given.
 * @param known The names that it has.
 * @throws {TypeError} If there is another; says which was probably meant.
 */
export function checkLayerOptions(
  action: string,
  args: unknown,
  known: readonly string[],
): void {
  const given = typeof args === "object" && args !== null
    ? Object.fromEntries(
      Object.entries(args).filter(([name, value]) =>
        // TensorFlow.js adds the one when it loads a model; saved ones hold null for none
        name !== "customObjects" && value !== null
      ),
    )
    : args;
  checkOptionNames(action, given, known);
}
