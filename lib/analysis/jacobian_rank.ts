import { tf } from "../engine/tf.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { describeValue } from "../error/describe_value.ts";
import { ShapeError } from "../error/shape_error.ts";
import { checkModel } from "../layer/model_layers.ts";
import { type Matrix, zeros } from "../matrix/matrix.ts";
import {
  checkTolerance,
  countAbove,
  type RankOptions,
} from "../matrix/matrix_rank.ts";
import { randomSource } from "../matrix/random_source.ts";
import { singularValues } from "../matrix/singular_values.ts";
import { checkTensor } from "../op/check_tensor.ts";
import { kroneckerMatrix } from "../op/kronecker_matrix.ts";
import {
  checkProductMemory,
  checkStack,
  kernelShape,
  type Stack,
} from "./stack.ts";
import { drawValues } from "./stack_values.ts";

const ACTIVATIONS = ["linear", "relu", "tanh", "sigmoid", "elu"] as const;

/** Functions that {@linkcode stackJacobianRank} may put between layers. */
export type StackActivation = "linear" | "relu" | "tanh" | "sigmoid" | "elu";

/** How many directions of the parameters the outputs see. */
export interface JacobianRank {
  /** Singular values that are not zero to the tolerance. */
  readonly rank: number;
  /** Columns of the Jacobian. */
  readonly parameters: number;
  /** Rows of the Jacobian: all outputs on all inputs. */
  readonly outputs: number;
  /** Singular values, the largest first. */
  readonly singularValues: readonly number[];
}

/**
 * Rank of the Jacobian of a model's outputs on given inputs with respect to its
 * trainable weights, at the weights that it has now.
 *
 * It counts the directions in which the weights can move the outputs: what
 * `expressiveDimension` counts for linear stacks, with activations between. TensorFlow.js
 * computes in float32, so the default tolerance is `max(m, n) * 2^-23`; look at the
 * singular values where the rank matters. Each output takes one backward pass.
 *
 * @param model A model with one input and one output.
 * @param inputs A batch of inputs.
 * @param options How to tell a singular value from zero.
 * @returns The rank, the Jacobian's sizes and its singular values.
 * @throws {RangeError} If the Jacobian would take more than 2 GiB.
 * @throws {TypeError} If `model` is no model of layers, `inputs` no tensor, or there is
 *   no option of a name that was given.
 */
export function jacobianRank(
  model: tf.LayersModel,
  inputs: tf.Tensor,
  options: RankOptions = {},
): JacobianRank {
  const action = "take the rank of a model's Jacobian";
  checkOptionNames(action, options, ["relativeTolerance"]);
  checkModel(action, model);
  checkTensor(action, "inputs", [inputs].flat()[0]);
  const variables = model.trainableWeights.map((weight) =>
    weight.read() as tf.Variable
  );
  return rankOf(
    jacobian(() => model.apply(inputs) as tf.Tensor, variables),
    options,
  );
}

/** What {@linkcode stackJacobianRank} computes. */
export interface StackJacobianOptions extends RankOptions {
  /** Function after each layer but the last; default `"linear"`. */
  readonly activation?: StackActivation;
  /** Seed of the factors; default 0. */
  readonly seed?: number;
}

/**
 * Rank of the Jacobian of a stack's outputs on given inputs with respect to its
 * factors, with an activation between the layers, at random factors.
 *
 * Without an activation and with as many independent inputs as the stack has rows,
 * it is the stack's `expressiveDimension`, or less where float32 can't tell the smallest
 * singular values from 0.
 *
 * @param stack The layers, first applied first.
 * @param inputs Inputs `[batch, rows]`.
 * @param options Activation, seed and tolerance, as in {@linkcode jacobianRank}.
 * @returns The rank, the Jacobian's sizes and its singular values.
 * @throws {ShapeError} If the inputs don't meet the stack, or its layers each other.
 * @throws {TypeError} If the stack is no array of layers, `inputs` no tensor, or there is
 *   no option of a name that was given.
 * @throws {RangeError} If the stack is empty, there is no such activation, or a kernel or
 *   the Jacobian would take more than 2 GiB.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = { rank: 1, rowFactors: [2, 2], columnFactors: [2, 2] };
 * const inputs = tf.eye(4);
 * const { rank, parameters } = stackJacobianRank([layer, layer], inputs);
 * assertEquals([rank, parameters], [7, 16]); // one Kronecker product, no more
 * const bent = stackJacobianRank([layer, layer], inputs, { activation: "tanh" });
 * assertEquals(bent.rank > 7, true); // what lies between the layers tells them apart
 * ```
 */
export function stackJacobianRank(
  stack: Stack,
  inputs: tf.Tensor,
  options: StackJacobianOptions = {},
): JacobianRank {
  const action = "take the rank of a stack's Jacobian";
  checkOptionNames(action, options, [
    "activation",
    "seed",
    "relativeTolerance",
  ]);
  const { activation = "linear", seed = 0, ...tolerance } = options;
  if (!ACTIVATIONS.includes(activation)) {
    throw new RangeError(
      `Cannot ${action} as activation must be one of ${
        ACTIVATIONS.join(", ")
      }: got ${describeValue(activation)}`,
    );
  }
  checkStack(action, stack);
  checkProductMemory(action, stack);
  checkTensor(action, "inputs", inputs);
  const [rows] = kernelShape(stack[0]);
  if (inputs.shape.length !== 2 || inputs.shape[1] !== rows) {
    throw new ShapeError(action, `[batch, ${rows}]`, inputs.shape);
  }
  const values = drawValues(stack, randomSource(seed));
  const factors = tf.tidy(() =>
    stack.map(({ rank, rowFactors, columnFactors }, l) =>
      values[l].map(({ data }, j) => {
        const shape: [number, number, number] = [
          rank,
          rowFactors[j],
          columnFactors[j],
        ];
        return tf.variable(tf.tensor3d(new Float32Array(data), shape));
      })
    )
  );
  const outputs = () =>
    stack.reduce<tf.Tensor>((x, layer, l) => {
      const [rows, columns] = kernelShape(layer);
      const k = {
        rows,
        columns,
        factors: factors[l] as tf.Tensor[] as tf.Tensor3D[],
      };
      const y = tf.matMul(x, kroneckerMatrix(k));
      return l + 1 < stack.length ? activate(y, activation) : y;
    }, inputs);
  try {
    return rankOf(jacobian(outputs, factors.flat()), tolerance);
  } finally {
    tf.dispose(factors);
  }
}

function activate(x: tf.Tensor, activation: StackActivation): tf.Tensor {
  return activation === "linear" ? x : tf[activation](x);
}

/** Derivatives of all outputs by all variables, `[outputs, parameters]`. */
function jacobian(
  forward: () => tf.Tensor,
  variables: readonly tf.Variable[],
): Matrix {
  const parameters = variables.reduce((sum, { size }) => sum + size, 0);
  const outputs = tf.tidy(() => forward().size);
  const out = zeros([outputs, parameters]);
  for (let row = 0; row < outputs; row++) {
    tf.tidy(() => {
      const { grads } = tf.variableGrads(
        () => tf.slice(tf.reshape(forward(), [-1]), row, 1).asScalar(),
        [...variables],
      );
      let column = row * parameters;
      for (const { name, size } of variables) {
        // a variable that the outputs don't depend on has no gradient
        out.data.set(grads[name]?.dataSync() ?? new Float32Array(size), column);
        column += size;
      }
    });
  }
  return out;
}

function rankOf(
  matrix: Matrix,
  { relativeTolerance = Math.max(...matrix.shape) * 2 ** -23 }: RankOptions,
): JacobianRank {
  const tolerance = checkTolerance(matrix.shape, { relativeTolerance });
  const values = singularValues(matrix);
  return {
    rank: countAbove(values, tolerance),
    parameters: matrix.shape[1],
    outputs: matrix.shape[0],
    singularValues: values,
  };
}
