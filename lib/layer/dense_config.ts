import { tf } from "../engine/tf.ts";
import {
  factorInitializers,
  isZeros,
  reseeded,
  zeroInitializers,
} from "./factor_initializers.ts";
import type { Initializer } from "./factor_initializers.ts";
import { inOurWords } from "./in_our_words.ts";
import type { Constraint, Regularizer } from "./layer_variable.ts";

/** Arguments of `tf.layers.dense`. */
export type DenseArgs = Parameters<typeof tf.layers.dense>[0];

/** What the layers read out of a config that TensorFlow.js knows how to read. */
export interface DenseOptions {
  /** The activation function, or nothing. */
  readonly activation: { apply(x: tf.Tensor): tf.Tensor } | null;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly kernelRegularizer: Regularizer;
  readonly biasRegularizer: Regularizer;
  readonly activityRegularizer: Regularizer;
  readonly kernelConstraint: Constraint;
  readonly biasConstraint: Constraint;
  /** The same in the form that a saved model holds. */
  readonly config: tf.serialization.ConfigDict;
}

const KEYS = [
  "units",
  "activation",
  "useBias",
  "kernelInitializer",
  "biasInitializer",
  "kernelRegularizer",
  "biasRegularizer",
  "activityRegularizer",
  "kernelConstraint",
  "biasConstraint",
];

/**
 * Activation, initializers, regularizers and constraints of a factored dense layer.
 *
 * `tf.layers.dense` itself reads them, as TensorFlow.js exports no other way from a
 * name or a saved config to the object.
 *
 * @param args The layer's arguments, already checked.
 * @returns The objects, and the config to save.
 * @throws {RangeError} If there is none of a name.
 */
export function readDenseOptions(args: DenseArgs): DenseOptions {
  const reader = inOurWords(() =>
    tf.layers.dense({ ...copied(args), name: "reader" })
  );
  const read = reader as unknown as DenseOptions;
  const config = reader.getConfig();
  return {
    activation: args.activation === undefined ? null : read.activation,
    useBias: read.useBias,
    kernelInitializer: read.kernelInitializer,
    biasInitializer: read.biasInitializer,
    kernelRegularizer: read.kernelRegularizer,
    biasRegularizer: read.biasRegularizer,
    activityRegularizer: read.activityRegularizer,
    kernelConstraint: read.kernelConstraint,
    biasConstraint: read.biasConstraint,
    config: {
      ...Object.fromEntries(KEYS.map((key) => [key, config[key] ?? null])),
      ...(args.activation === undefined ? { activation: "linear" } : {}),
    },
  };
}

/** Arguments for the constructor of TensorFlow.js's `Layer`, which knows no `inputDim`. */
export function denseLayerArgs(args: DenseArgs): DenseArgs {
  const { inputDim, inputShape, batchInputShape, batchSize = null } = args;
  return inputDim === undefined || inputShape || batchInputShape
    ? args
    : { ...args, batchInputShape: [batchSize, inputDim] };
}

/** The arguments with saved configs copied, as TensorFlow.js writes into those it reads. */
function copied(args: DenseArgs): DenseArgs {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null && "config" in value
        ? { ...value, config: { ...value.config } }
        : value,
    ]),
  ) as unknown as DenseArgs;
}

/**
 * Deviation of a normal distribution of deviation 1 that is cut at ±2, as TensorFlow.js
 * draws what it calls truncated, without making up for it.
 */
const TRUNCATED = 0.8796256610342398;

/**
 * Standard deviation of the entries that an initializer draws for a dense matrix.
 *
 * @param initializer Any initializer of TensorFlow.js.
 * @param inputs Rows of the matrix.
 * @param outputs Columns of the matrix.
 * @returns A number > 0, or undefined for an initializer that does not draw from a
 *   uniform or normal distribution around 0.
 */
export function deviationOf(
  initializer: Initializer,
  inputs: number,
  outputs: number,
): number | undefined {
  const { scale, mode, distribution, mean = 0, stddev, minval, maxval } =
    initializer.getConfig() as Record<string, number> & {
      mode?: string;
      distribution?: string;
    };
  if (scale !== undefined && mode !== undefined) {
    const fan = { fanIn: inputs, fanOut: outputs }[mode as string] ??
      (inputs + outputs) / 2;
    const deviation = Math.sqrt(scale / Math.max(1, fan));
    return distribution === "normal" ? TRUNCATED * deviation : deviation;
  }
  if (stddev !== undefined && mean === 0) {
    const isCut = initializer.getClassName() === "TruncatedNormal";
    return isCut ? TRUNCATED * stddev : stddev;
  }
  if (minval !== undefined && maxval === -minval) {
    return (maxval - minval) / Math.sqrt(12);
  }
  return undefined;
}

/**
 * Standard deviation of the entries of a matrix that an initializer draws entry by entry
 * or, as an orthogonal one, at once.
 *
 * @param initializer Any initializer of TensorFlow.js.
 * @param inputs Rows of the matrix.
 * @param outputs Columns of the matrix.
 * @returns A number > 0, or undefined for an initializer that does not draw around 0.
 */
export function matrixDeviationOf(
  initializer: Initializer,
  inputs: number,
  outputs: number,
): number | undefined {
  const { gain } = initializer.getConfig() as { gain?: number };
  return initializer.getClassName() === "Orthogonal" && gain
    ? gain / Math.sqrt(Math.max(inputs, outputs))
    : deviationOf(initializer, inputs, outputs);
}

/**
 * Initializers of the factors of a dense matrix, by the one for a whole matrix.
 *
 * What draws around 0 becomes normal distributions such that the entries of the matrix
 * have the deviation they would have. Zeros are in the last factors alone, so that the
 * others learn; other initializers fill each factor by themselves.
 *
 * @param initializer The one for a whole matrix.
 * @param options What can't be done otherwise, sizes, and the seed.
 * @returns One initializer a factor.
 * @throws {RangeError} If it makes the identity, which has no factors of any shape.
 */
export function denseFactorInitializers(
  initializer: Initializer,
  { action, inputs, outputs, ...options }: {
    readonly action: string;
    readonly inputs: number;
    readonly outputs: number;
    readonly rank: number;
    readonly order: number;
    readonly seed: number | undefined;
  },
): Initializer[] {
  const name = initializer.getClassName();
  if (name === "Identity") {
    throw new RangeError(
      `Cannot ${action} as kernelInitializer must fill factors of any shape: got ${name}`,
    );
  }
  if (isZeros(initializer)) {
    const deviation = Math.sqrt(2 / (inputs + outputs)); // Glorot's
    return zeroInitializers(initializer, { ...options, deviation });
  }
  const deviation = matrixDeviationOf(initializer, inputs, outputs);
  return deviation === undefined
    ? reseeded(initializer, { seed: options.seed, count: options.order })
    : factorInitializers({ ...options, deviation });
}
