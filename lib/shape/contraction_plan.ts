import {
  checkCounts,
  checkPositiveIntegers,
} from "../error/check_positive_integers.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { describeValue } from "../error/describe_value.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import {
  checkContractionSizes,
  contractionCost,
  contractionSequence,
} from "./contraction.ts";
import type { ContractionCost, ContractionSizes } from "./contraction.ts";
import { product } from "./product.ts";

/**
 * Multiply–adds of a large product that take as long as one float that is moved: a
 * vector turned on its way in or out, an intermediate stored and read again. As
 * `tests/bench/linear_bench.ts` measures on wasm; it matters near the crossing.
 */
const MOVE = 8;

const ACTION = "plan a contraction";

/** What a plan must know beside the factors. */
export interface ContractionUse {
  /** Number of vectors that are multiplied at a time; an integer >= 0. */
  readonly vectors: number;
  /** Inputs that are left after the cut; default all. */
  readonly inputs?: number;
  /** Outputs that are left after the cut; default all. */
  readonly outputs?: number;
  /** Floats that the written-out matrix may take; >= 0, default 2^26, 256 MiB. */
  readonly memory?: number;
}

/** A way to multiply vectors by a sum of Kronecker products. */
export interface ContractionPlan extends ContractionCost {
  /** Whether the matrix is written out; then `sequence` is empty. */
  readonly writtenOut: boolean;
  /** The factors in the order in which they are applied. */
  readonly sequence: readonly number[];
}

/**
 * The cheapest way to multiply: factor by factor, or by the matrix written out.
 *
 * Writing out takes `rank` multiply–adds an entry once, then a dense product: worth it
 * where the factors would take more than a dense product does, and the vectors are many
 * enough to pay for it. A single factor is always a matrix already.
 *
 * @param sizes Sizes of the factors.
 * @param use How many vectors there are, the cut, and the memory bound.
 * @returns The plan, with its multiply–adds a vector (writing out shared among them).
 * @throws {RangeError} If a number of `use` is out of range.
 * @throws {TypeError} If `sizes` is no such object, `use` has no number of vectors, or it
 *   has an entry that nothing would read.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const sizes = { inputFactors: [32, 16], outputFactors: [32, 64] };
 * const vectors = 1024;
 * assertEquals(contractionPlan({ rank: 4, ...sizes }, { vectors }).writtenOut, false);
 * assertEquals(contractionPlan({ rank: 64, ...sizes }, { vectors }).writtenOut, true);
 * ```
 */
export function contractionPlan(
  sizes: ContractionSizes,
  use: ContractionUse,
): ContractionPlan {
  checkContractionSizes(ACTION, sizes);
  checkOptionNames(ACTION, use, ["vectors", "inputs", "outputs", "memory"]);
  if (typeof use.vectors !== "number") {
    throw wrongKind(ACTION, "vectors", "a number", use.vectors);
  }
  const [paddedInputs, paddedOutputs] = [
    product(sizes.inputFactors),
    product(sizes.outputFactors),
  ];
  const { vectors, inputs = paddedInputs, outputs = paddedOutputs } = use;
  checkCounts(ACTION, { vectors });
  checkPositiveIntegers(ACTION, { inputs, outputs });
  checkMemoryBound(ACTION, use.memory);
  const sequence = contractionSequence(sizes);
  const byFactors = contractionCost(sizes, sequence);
  const entries = paddedInputs * paddedOutputs;
  const written: ContractionCost = {
    multiplyAdds: inputs * outputs +
      sizes.rank * entries / Math.max(1, vectors),
    peak: Math.max(inputs, outputs),
  };
  const moved = inputs + outputs + byFactors.peak;
  const movedOnce = entries / Math.max(1, vectors);
  const writtenOut = entries <= (use.memory ?? 2 ** 26) &&
    written.multiplyAdds + MOVE * movedOnce <
      byFactors.multiplyAdds + MOVE * moved;
  return writtenOut || sequence.length === 1
    ? { ...written, writtenOut: true, sequence: [] }
    : { ...byFactors, writtenOut: false, sequence };
}

/**
 * Refuse a memory bound that is no number of floats.
 *
 * @param action What can't be done otherwise.
 * @param memory What the caller gave; nothing for the default.
 * @throws {RangeError} If it is given and not a number >= 0.
 */
export function checkMemoryBound(
  action: string,
  memory: number | null | undefined,
): void {
  if (memory == null || (typeof memory === "number" && memory >= 0)) return;
  throw new RangeError(
    `Cannot ${action} as memory must be a number >= 0: got ${
      describeValue(memory)
    }`,
  );
}
