import { contractionCost } from "../shape/contraction.ts";
import { contractionBlock } from "./contraction_steps.ts";
import { registerTensorFlowKernel } from "./tensorflow_kernel.ts";
import { kronlabOperation } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";
import {
  CONTRACTION,
  CONTRACTION_GRADIENT,
  type ContractionAttributes,
  vectorsOf,
} from "./wasm_contraction.ts";

/** Name of the kernel that adds a bias, its last input, to the product. */
export const BIASED_CONTRACTION = "KroneckerBiasedContraction";

/** What blocks are multiples of, the floats of the widest vector of `vectors.h`. */
const LANES = 16;

/** Samples of the largest block of a product, which should leave room in the cache. */
const MOST_SAMPLES = 32;

/** Of a product whose gradient is to come, where more samples are summed in a row. */
const MOST_GRADIENT_SAMPLES = 64;

/** Plans that were made, as making one takes as long as a small product. */
const plans = new Map<string, Plan>();

/** How a block goes, for `create` of `contraction.cc`. */
interface Plan {
  /** Samples of a block. */
  readonly samples: number;
  /** Floats of a block between the steps. */
  readonly between: number;
  /** The plan as numbers. */
  readonly numbers: readonly number[];
}

/**
 * Registers the products with factors for native TensorFlow on a processor: the
 * operations of `contraction.cc`, which `deno task native` compiles.
 *
 * The forward kernel gives the product, then the states between the steps if they are no
 * larger than x, which the gradient's kernel takes behind the factors.
 */
export function registerTensorFlowContraction(): void {
  registerTensorFlowKernel(CONTRACTION, multiply);
  registerTensorFlowKernel(BIASED_CONTRACTION, multiply);
  registerTensorFlowKernel<ContractionAttributes>(
    CONTRACTION_GRADIENT,
    ([slopes, x, ...rest], attributes) => {
      const count = attributes.sequence.length;
      const [factors, kept] = [rest.slice(0, count), rest.slice(count)];
      const plan = planOf(x, factors, attributes, MOST_GRADIENT_SAMPLES);
      return kronlabOperation("KronlabContractionGradient", {
        inputs: [slopes, x, ...kept],
        list: factors,
        attributes: { K: kept.length, plan: plan.numbers },
        outputs: 1 + factors.length,
      });
    },
  );
}

function multiply(
  [x, ...list]: tf.Tensor[],
  attributes: ContractionAttributes,
): tf.TensorInfo[] {
  const factors = list.slice(0, attributes.sequence.length);
  const large = planOf(x, factors, attributes, MOST_GRADIENT_SAMPLES);
  const blocks = Math.ceil(vectorsOf(x) / large.samples);
  const kept = blocks * large.between;
  const keeps = kept > 0 && kept <= tf.util.sizeFromShape(x.shape);
  const plan = keeps ? large : planOf(x, factors, attributes, MOST_SAMPLES);
  return kronlabOperation("KronlabContraction", {
    inputs: [x],
    list,
    attributes: { K: keeps ? 1 : 0, plan: plan.numbers },
    outputs: keeps ? 2 : 1,
  });
}

function planOf(
  x: tf.TensorInfo,
  factors: readonly tf.TensorInfo[],
  { transposed, sequence, outputs }: ContractionAttributes,
  most: number,
): Plan {
  const [rows, columns] = [1, 2].map((axis) =>
    factors.map(({ shape }) => shape[axis])
  );
  const [rank] = factors[0].shape;
  // more of them make no other blocks
  const vectors = Math.min(most, vectorsOf(x));
  const key = [rank, rows, columns, transposed, sequence, outputs, vectors]
    .join(";");
  const known = plans.get(key);
  if (known) return known;
  const { samples, stateSizes, steps } = contractionBlock({
    rank,
    rowFactors: rows,
    columnFactors: columns,
    transposed,
    sequence,
    vectors,
    lanes: LANES,
    most,
  });
  const [inputFactors, outputFactors] = transposed
    ? [columns, rows]
    : [rows, columns];
  const { multiplyAdds } = contractionCost(
    { rank, inputFactors, outputFactors },
    sequence,
  );
  const plan = {
    samples,
    between: stateSizes.slice(1, -1).reduce((sum, size) => sum + size, 0),
    numbers: [
      ...[samples, multiplyAdds, outputs, steps.length],
      ...stateSizes,
      ...steps.flatMap(({ factor, forward, toInput, toFactor }) => [
        factor,
        ...forward,
        ...toInput,
        ...toFactor,
      ]),
    ],
  };
  plans.set(key, plan);
  return plan;
}
