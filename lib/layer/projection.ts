import { tf } from "../engine/tf.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { ShapeError } from "../error/shape_error.ts";
import { addBias } from "../op/add_bias.ts";
import { kroneckerMultiply } from "../op/kronecker_multiply.ts";
import type { KroneckerProducts } from "../op/kronecker_products.ts";
import { multiplyRows } from "../op/multiply_rows.ts";
import { chooseFactorShapes } from "../shape/factor_shapes.ts";
import type { FactorShapesObjective } from "../shape/factor_shapes.ts";
import { denseFactorInitializers, deviationOf } from "./dense_config.ts";
import type { DenseOptions } from "./dense_config.ts";
import { reseeded, seedOf } from "./factor_initializers.ts";
import type { Initializer } from "./factor_initializers.ts";
import { factorsFor } from "./factors_for.ts";
import type {
  Constraint,
  LayerVariable,
  Regularizer,
} from "./layer_variable.ts";
import { checkBuilt } from "./only_tensor.ts";

/** How a matrix of a layer is factored. */
export interface FactoredMatrix {
  /** Terms; an integer >= 1. */
  readonly rank: number;
  /** Factors in a term; an integer >= 1, default 2. */
  readonly order?: number;
  /** How the inputs are split: `order` integers whose product is at least theirs. */
  readonly inputFactors?: readonly number[];
  /** How the outputs are split: `order` integers whose product is at least theirs. */
  readonly outputFactors?: readonly number[];
  /** What factors are chosen where none are given; default `"balanced"`. */
  readonly objective?: FactorShapesObjective;
}

/** What a projection is made of. */
export interface ProjectionArgs {
  /** What can't be done otherwise, for errors. */
  readonly action: string;
  readonly units: number;
  /** Terms of a sum of Kronecker products; a whole matrix without. */
  readonly factored?: FactoredMatrix | undefined;
  readonly options: DenseOptions;
  /** The layer's seed. */
  readonly seed?: number | undefined;
  /** Which of the layer's matrices it is, so that each draws others; 0 by default. */
  readonly place?: number;
}

/** `addWeight` of the layer that a projection belongs to. */
export type AddWeight = (
  name: string,
  shape: number[],
  dtype: "float32",
  initializer: Initializer,
  regularizer: Regularizer,
  trainable: boolean,
  constraint: Constraint,
) => LayerVariable;

/**
 * `x·W + b` inside a layer, with a whole W or one that is a sum of Kronecker products.
 *
 * The weights belong to the layer, so that it is saved and trained as any other; a
 * layer may have several projections, told apart by a prefix of their weights' names.
 */
export class Projection {
  /** Factors of the inputs and outputs, once they are known. */
  shapes?: {
    readonly inputFactors: readonly number[];
    readonly outputFactors: readonly number[];
  };
  readonly #args: ProjectionArgs;
  #inputs = 0;
  #factors: readonly LayerVariable[] = [];
  #bias: LayerVariable | undefined;

  /**
   * A projection without weights.
   *
   * @throws {RangeError} If a size is not an integer >= 1 or factors do not fit.
   */
  constructor(args: ProjectionArgs) {
    const { action, units, factored } = args;
    checkPositiveIntegers(action, { units });
    if (factored) {
      const { rank, order = 2, outputFactors } = factored;
      checkPositiveIntegers(action, { rank, order });
      if (outputFactors) {
        factorsFor(action, "outputFactors", units, order, outputFactors);
      }
    }
    this.#args = args;
  }

  /** Draws the weights of a layer with so many inputs. */
  build(addWeight: AddWeight, inputs: number, prefix = ""): void {
    const { action, units, factored, options, place = 0 } = this.#args;
    const { kernelInitializer } = options;
    const seeds = seedOf(kernelInitializer, this.#args.seed);
    const seed = seeds === undefined ? undefined : seeds + 500_009 * place;
    this.#inputs = inputs;
    const add = (name: string, shape: number[], initializer: Initializer) =>
      addWeight(
        prefix + name,
        shape,
        "float32",
        initializer,
        name === "bias" ? options.biasRegularizer : options.kernelRegularizer,
        true,
        name === "bias" ? options.biasConstraint : options.kernelConstraint,
      );
    if (factored) {
      const { rank, order = 2, objective } = factored;
      const chosen = chooseFactorShapes(
        { inputs, outputs: units, rank, order },
        objective,
      );
      const {
        inputFactors = chosen.inputFactors,
        outputFactors = chosen.outputFactors,
      } = factored;
      factorsFor(action, "inputFactors", inputs, order, inputFactors);
      this.shapes = { inputFactors, outputFactors };
      const initializers = denseFactorInitializers(kernelInitializer, {
        action,
        inputs,
        outputs: units,
        rank,
        order,
        seed,
      });
      this.#factors = inputFactors.map((rows, j) =>
        add(`factor_${j + 1}`, [rank, rows, outputFactors[j]], initializers[j])
      );
    } else {
      const deviation = deviationOf(kernelInitializer, inputs, units);
      const isSeeded = this.#args.seed !== undefined;
      const [initializer] = reseeded(
        deviation === undefined || !isSeeded
          ? kernelInitializer
          : tf.initializers.randomNormal({ stddev: deviation }),
        // as in tf.layers.dense, but for a layer's other matrices
        { seed: isSeeded || place > 0 ? seed : undefined, count: 1 },
      );
      this.#factors = [add("kernel", [inputs, units], initializer)];
    }
    if (options.useBias) {
      this.#bias = add("bias", [units], options.biasInitializer);
    }
  }

  /** The matrix as a sum of Kronecker products, or nothing if it is whole. */
  kronecker(): KroneckerProducts | undefined {
    if (!this.#args.factored) return undefined;
    return {
      rows: this.#inputs,
      columns: this.#args.units,
      factors: this.#factors.map((factor) => factor.read() as tf.Tensor3D),
    };
  }

  /** `x·W + b` with activation: `[…, inputs]` to `[…, units]`. */
  apply(x: tf.Tensor): tf.Tensor {
    const { options } = this.#args;
    return tf.tidy(() => {
      const k = this.kronecker();
      const bias = this.#bias?.read();
      const y = k ? kroneckerMultiply(x, k, { bias }) : this.#whole(x, bias);
      return options.activation ? options.activation.apply(y) : y;
    });
  }

  #whole(x: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
    const product = multiplyRows(x, this.#factors[0].read() as tf.Tensor2D);
    return bias ? addBias(product, bias) : product;
  }
}

/** The sums of Kronecker products among projections, by name. */
export function kroneckersAmong(
  projections: Readonly<Record<string, Projection>>,
): Record<string, KroneckerProducts> {
  const found: Record<string, KroneckerProducts> = {};
  for (const [name, projection] of Object.entries(projections)) {
    const k = projection.kronecker();
    if (k) found[name] = k;
  }
  return found;
}

/** Width of a layer's only input, after a check that it is known. */
export function widthOf(
  inputShape: tf.Shape | tf.Shape[],
  layer: string,
): number {
  checkBuilt(inputShape, layer);
  const shape =
    (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as tf.Shape;
  if (shape.length === 0) {
    throw new ShapeError(`build ${layer}`, "[…, inputs]", []);
  }
  const width = shape.at(-1);
  if (typeof width !== "number") {
    throw new RangeError(
      `Cannot build ${layer} as the last axis of its input must have a known size: got ${width}`,
    );
  }
  return width;
}
