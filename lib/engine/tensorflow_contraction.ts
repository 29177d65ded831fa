import { contractionCost } from "../shape/contraction.ts";
import { contractionBlock } from "./contraction_steps.ts";
import { kronlabOperation } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";
import {
  CONTRACTION,
  CONTRACTION_GRADIENT,
  type ContractionAttributes,
} from "./wasm_contraction.ts";

/** What blocks are multiples of, the floats of the widest vector of `vectors.h`. */
const LANES = 16;

/** Samples of the largest block of a product, which should leave room in the cache. */
const MOST_SAMPLES = 32;

/** Of a gradient, where more samples are summed in a row. */
const MOST_GRADIENT_SAMPLES = 64;

/** Plans that were made, as making one takes as long as a small product. */
const plans = new Map<string, readonly number[]>();

/**
 * Registers the products with factors for native TensorFlow on a processor: the
 * operations of `contraction.cc`, which `deno task native` compiles.
 */
export function registerTensorFlowContraction(): void {
  tf.registerKernel({
    kernelName: CONTRACTION,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs }) => {
      const [x, ...factors] = Object.values(inputs) as tf.TensorInfo[];
      const plan = planOf(x, factors, {
        ...attrs as unknown as ContractionAttributes,
        most: MOST_SAMPLES,
      });
      const [y] = kronlabOperation("KronlabContraction", {
        inputs: [x],
        factors,
        attributes: { plan },
        outputs: 1,
      });
      return y;
    },
  });
  tf.registerKernel({
    kernelName: CONTRACTION_GRADIENT,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs }) => {
      const [slopes, x, ...factors] = Object.values(inputs) as tf.TensorInfo[];
      const plan = planOf(x, factors, {
        ...attrs as unknown as ContractionAttributes,
        most: MOST_GRADIENT_SAMPLES,
      });
      return kronlabOperation("KronlabContractionGradient", {
        inputs: [slopes, x],
        factors,
        attributes: { plan },
        outputs: 1 + factors.length,
      });
    },
  });
}

/** What `create` of `contraction.cc` reads. */
function planOf(
  x: tf.TensorInfo,
  factors: readonly tf.TensorInfo[],
  { transposed, sequence, outputs, most }: ContractionAttributes & {
    readonly most: number;
  },
): readonly number[] {
  const [rows, columns] = [1, 2].map((axis) =>
    factors.map(({ shape }) => shape[axis])
  );
  const [rank] = factors[0].shape;
  // more of them make no other blocks
  const vectors = Math.min(most, tf.util.sizeFromShape(x.shape.slice(0, -1)));
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
  const plan = [
    ...[samples, multiplyAdds, outputs, steps.length],
    ...stateSizes,
    ...steps.flatMap(({ factor, forward, toInput, toFactor }) => [
      factor,
      ...forward,
      ...toInput,
      ...toFactor,
    ]),
  ];
  plans.set(key, plan);
  return plan;
}
