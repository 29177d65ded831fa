import { BIASED_CONTRACTION } from "../engine/tensorflow_contraction.ts";
import { tf } from "../engine/tf.ts";
import {
  CONTRACTION,
  CONTRACTION_GRADIENT,
} from "../engine/wasm_contraction.ts";
import type { ContractionAttributes } from "../engine/wasm_contraction.ts";
import { ShapeError } from "../error/shape_error.ts";
import { contractionPlan } from "../shape/contraction_plan.ts";
import type { ContractionPlan } from "../shape/contraction_plan.ts";
import { checkTensor } from "./check_tensor.ts";
import { columnSums } from "./column_sums.ts";
import { contractByOperations } from "./contract_by_operations.ts";
import { contractOneVector, isWorthSplitting } from "./contract_one_vector.ts";
import { firstDerivativesOnly } from "./first_derivatives_only.ts";
import { floats } from "./floats.ts";
import {
  kroneckerMatrix,
  kroneckerMatrixGradient,
} from "./kronecker_matrix.ts";
import { kroneckerSizes } from "./kronecker_products.ts";
import type { KroneckerProducts } from "./kronecker_products.ts";
import { nestedGradients } from "./nested_gradients.ts";
import { runKernel } from "./run_kernel.ts";
import { withGradient } from "./with_gradient.ts";

/** What is done, for {@linkcode contractFactors}. */
export interface Contraction {
  /** Name of the public function, for errors. */
  readonly name: string;
  /** Whether it is x·Kᵀ instead of x·K. */
  readonly transposed: boolean;
  /** Floats that K may take if it is written out. */
  readonly memory?: number | undefined;
  /** Added to each product. */
  readonly bias?: tf.Tensor | undefined;
}

/**
 * x·K or x·Kᵀ, by whichever way is the cheapest for the sizes at hand.
 *
 * Beside x and the factors, no more floats than x has are kept for the backward pass,
 * where larger intermediates are computed again.
 */
export function contractFactors(
  x: tf.Tensor,
  k: KroneckerProducts,
  { name, transposed, memory, bias }: Contraction,
): tf.Tensor {
  const action = "multiply by a sum of Kronecker products";
  const { rank, rowFactors, columnFactors } = kroneckerSizes(k, action);
  checkTensor(action, transposed ? "h" : "x", x);
  const [inputs, outputs] = transposed
    ? [k.columns, k.rows]
    : [k.rows, k.columns];
  if (x.shape.at(-1) !== inputs) {
    throw new ShapeError(action, `[…, ${inputs}]`, x.shape);
  }
  if (bias && !(bias.rank === 1 && bias.size === outputs)) {
    throw new ShapeError("add a bias", `[${outputs}]`, bias.shape);
  }
  const lead = x.shape.slice(0, -1);
  const vectors = tf.util.sizeFromShape(lead);
  const plan = contractionPlan({
    rank,
    inputFactors: transposed ? columnFactors : rowFactors,
    outputFactors: transposed ? rowFactors : columnFactors,
  }, {
    vectors,
    inputs,
    outputs,
    ...memory !== undefined && { memory },
  });
  const way = implementation(k, plan, { transposed, outputs, lead });
  const compute = (...all: tf.Tensor[]) => {
    const inputs = all.slice(0, 1 + k.factors.length);
    const added: tf.Tensor | undefined = all[inputs.length];
    const fused = way.addsBias ? added : undefined;
    const { value, kept = [] } = way.value(inputs, fused);
    return {
      value: added && !fused ? tf.add(value, added) : value,
      kept: [...inputs, ...kept],
      gradient: (slopes: tf.Tensor, saved: tf.Tensor[]) =>
        firstDerivativesOnly(name, [slopes, ...saved], [
          ...way.gradient(slopes, saved),
          ...bias ? [columnSums(slopes)] : [],
        ]),
    };
  };
  return tf.tidy(() =>
    withGradient(
      [floats(x), ...k.factors, ...bias ? [floats(bias)] : []],
      compute,
    )
  );
}

/** A way to compute; `inputs` are x and the factors. */
interface Implementation {
  /** Whether `value` can add a bias. */
  readonly addsBias?: boolean;
  /** The product, and what the gradient wants to have again. */
  value(
    inputs: tf.Tensor[],
    bias?: tf.Tensor,
  ): { value: tf.Tensor; kept?: tf.Tensor[] };
  /** Slopes of the inputs; what was kept stands behind them. */
  gradient(slopes: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[];
}

function implementation(
  k: KroneckerProducts,
  { writtenOut, sequence, multiplyAdds }: ContractionPlan,
  { transposed, outputs, lead }: {
    transposed: boolean;
    outputs: number;
    lead: number[];
  },
): Implementation {
  if (lead.includes(0)) {
    return {
      value: () => ({ value: tf.zeros([...lead, outputs]) }),
      gradient: (_, inputs) => inputs.map((input) => tf.zerosLike(input)),
    };
  }
  const attributes = { transposed, outputs, sequence: [...sequence] };
  if (writtenOut) return ofRows(byMatrix(k, transposed), lead);
  if (tf.getKernel(CONTRACTION, tf.getBackend()) === undefined) {
    return ofRows(byOperations(attributes), lead);
  }
  const byFactors: Implementation = {
    addsBias: tf.getKernel(BIASED_CONTRACTION, tf.getBackend()) !== undefined,
    value: (inputs, bias) => {
      const results: tf.Tensor | tf.Tensor[] = bias
        ? runKernel(BIASED_CONTRACTION, [...inputs, bias], attributes)
        : runKernel(CONTRACTION, inputs, attributes);
      const [value, ...kept] = [results].flat();
      return { value, kept };
    },
    gradient: (slopes, inputs) =>
      runKernel(CONTRACTION_GRADIENT, [slopes, ...inputs], attributes),
  };
  const isOne = lead.every((size) => size === 1);
  if (!isOne || !isWorthSplitting(k.factors, multiplyAdds)) return byFactors;
  return {
    value: ([x, ...factors]) => ({
      value: contractOneVector(x, factors, attributes),
    }),
    gradient: byFactors.gradient,
  };
}

/** A way for x `[vectors, inputs]`, for one with other axes in front. */
function ofRows(
  { value, gradient }: Implementation,
  lead: number[],
): Implementation {
  const rows = (x: tf.Tensor) => tf.reshape(x, [-1, x.shape.at(-1)!]);
  const back = (y: tf.Tensor) => tf.reshape(y, [...lead, y.shape[1]!]);
  return {
    value: ([x, ...factors]) => {
      const result = value([rows(x), ...factors]);
      return { ...result, value: back(result.value) };
    },
    gradient: (slopes, [x, ...saved]) => {
      const [toX, ...others] = gradient(rows(slopes), [rows(x), ...saved]);
      return [back(toX), ...others];
    },
  };
}

/** The matrix written out; in the backward pass again if it is larger than x. */
function byMatrix(k: KroneckerProducts, transposed: boolean): Implementation {
  const order = k.factors.length;
  const sizes = { rows: k.rows, columns: k.columns };
  const matrixOf = (factors: tf.Tensor[]) =>
    kroneckerMatrix({ ...sizes, factors: factors as tf.Tensor3D[] });
  return {
    value: ([x, ...factors]) => {
      const matrix = matrixOf(factors);
      return {
        value: tf.matMul(x, matrix, false, transposed),
        kept: matrix.size <= x.size ? [matrix] : [],
      };
    },
    gradient: (slopes, [x, ...saved]) => {
      const factors = saved.slice(0, order);
      const matrix = saved[order] ?? matrixOf(factors);
      const toMatrix = transposed
        ? tf.matMul(slopes, x, true, false)
        : tf.matMul(x, slopes, true, false);
      return [
        tf.matMul(slopes, matrix, false, !transposed),
        ...kroneckerMatrixGradient(
          { ...sizes, factors: factors as tf.Tensor3D[] },
          toMatrix as tf.Tensor2D,
        ),
      ];
    },
  };
}

/** A way by operations of TensorFlow.js, which has the gradient. */
function byOperations(attributes: ContractionAttributes): Implementation {
  const value = (...[x, ...factors]: tf.Tensor[]) =>
    contractByOperations(
      x as tf.Tensor2D,
      factors as tf.Tensor3D[],
      attributes,
    );
  return {
    value: (inputs) => ({ value: value(...inputs) }),
    gradient: (slopes, inputs) => nestedGradients(value, inputs, slopes),
  };
}
