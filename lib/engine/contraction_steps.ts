import { product } from "../shape/product.ts";

/** How a contraction goes: what `contraction.as` is told, step by step. */
export interface ContractionSteps {
  /** Floats of the input of each step, a block of samples; the last is the output. */
  readonly stateSizes: readonly number[];
  /** The steps, the first to be done in front. */
  readonly steps: readonly ContractionStep[];
}

/** One factor's part; each description is 22 numbers, in the order of `contraction.as`. */
export interface ContractionStep {
  /** Which factor. */
  readonly factor: number;
  /** `contract` of factor, input and output. */
  readonly forward: readonly number[];
  /** `contract` of factor, the output's gradient and the input's. */
  readonly toInput: readonly number[];
  /** `contractGradient` of input, the output's gradient and the factor's. */
  readonly toFactor: readonly number[];
}

/** What the steps depend on. */
interface StepsOptions {
  /** Number of terms. */
  readonly rank: number;
  /** `rows_j` of the factors. */
  readonly rowFactors: readonly number[];
  /** `columns_j` of the factors. */
  readonly columnFactors: readonly number[];
  /** Whether columns are the inputs, as for x·Kᵀ. */
  readonly transposed: boolean;
  /** The factors in the order in which they are applied. */
  readonly sequence: readonly number[];
  /** Samples of a block, the innermost axis; a multiple of 8. */
  readonly samples: number;
}

/** A loop around the products of a step, with the floats that it moves on by. */
interface Loop {
  readonly count: number;
  readonly input: number;
  readonly output: number;
}

/**
 * Describe the contraction of a block of samples, one factor after the other.
 *
 * A state is `[digits before the last factor…, term, digits from the last factor…,
 * samples]`; "the last factor" is the one that is applied last. With the terms beside
 * its digit the sum over both is one product. The first state and the last have no
 * axis of terms.
 */
function contractionSteps(options: StepsOptions): ContractionSteps {
  const { rank, rowFactors, columnFactors, transposed, samples } = options;
  const [inputs, outputs] = transposed
    ? [columnFactors, rowFactors]
    : [rowFactors, columnFactors];
  const last = options.sequence.at(-1)!;
  const sizes = [...inputs];
  const stateSizes = [product(sizes) * samples];
  const steps = options.sequence.map((j, step): ContractionStep => {
    const [n, m] = [inputs[j], outputs[j]];
    const termsIn = step === 0 ? 1 : rank;
    const termsOut = j === last ? 1 : rank;
    let loops: readonly [Loop, Loop];
    let term: Omit<Loop, "count">;
    let rows: Omit<Loop, "count">;
    let width: number;
    if (j < last) {
      const between = product(sizes.slice(j + 1, last));
      width = product(sizes.slice(last)) * samples;
      rows = {
        input: between * termsIn * width,
        output: between * termsOut * width,
      };
      term = { input: termsIn === 1 ? 0 : width, output: width };
      loops = [
        {
          count: product(sizes.slice(0, j)),
          input: n * rows.input,
          output: m * rows.output,
        },
        { count: between, input: termsIn * width, output: termsOut * width },
      ];
    } else {
      const between = product(sizes.slice(last, j));
      width = product(sizes.slice(j + 1)) * samples;
      rows = { input: width, output: width };
      const [within, without] = [between * n * width, between * m * width];
      term = {
        input: termsIn === 1 ? 0 : within,
        output: termsOut === 1 ? 0 : without,
      };
      loops = [
        {
          count: product(sizes.slice(0, last)),
          input: termsIn * within,
          output: termsOut * without,
        },
        { count: between, input: n * width, output: m * width },
      ];
    }
    sizes[j] = m;
    stateSizes.push(product(sizes) * termsOut * samples);
    const columns = columnFactors[j];
    const strides = transposed
      ? { term: n * m, input: 1, output: columns }
      : { term: n * m, input: columns, output: 1 };
    return {
      factor: j,
      ...describe({ rank, n, m, width, loops, term, rows, strides }),
    };
  });
  return { stateSizes, steps };
}

/** Floats that a block's largest state may take, so that it stays in cache. */
const BLOCK = 2 ** 15;

/** A contraction of a block whose number of samples was chosen. */
export interface ContractionBlock extends ContractionSteps {
  /** Samples of the block. */
  readonly samples: number;
}

/**
 * Describe the contraction of blocks of as many samples as fit in the cache, and not
 * many more than there are.
 *
 * @param options What the steps depend on; how many samples there are, what those of a
 * block are a multiple of, and how many it has at most, such a multiple too.
 * @returns The steps and the samples of a block.
 */
export function contractionBlock(
  { vectors, lanes, most, ...options }: Omit<StepsOptions, "samples"> & {
    readonly vectors: number;
    readonly lanes: number;
    readonly most: number;
  },
): ContractionBlock {
  const least = contractionSteps({ ...options, samples: lanes });
  const samples = lanes * Math.max(
    1,
    Math.min(
      Math.floor(BLOCK / Math.max(...least.stateSizes)),
      most / lanes,
      Math.ceil(vectors / lanes),
    ),
  );
  return { samples, ...contractionSteps({ ...options, samples }) };
}

/** A step's sizes and strides, in floats. */
interface StepSizes {
  readonly rank: number;
  readonly n: number;
  readonly m: number;
  readonly width: number;
  readonly loops: readonly [Loop, Loop];
  readonly term: Omit<Loop, "count">;
  readonly rows: Omit<Loop, "count">;
  /** Strides of the factor. */
  readonly strides: { term: number; input: number; output: number };
}

/** An axis of a step's tensors: its size, and what it adds to the address of each. */
interface Axis {
  readonly count: number;
  readonly factor: number;
  readonly input: number;
  readonly output: number;
}

/** Fewer rows than this leave registers of a product unused. */
const FEW_ROWS = 4;

function describe(
  { rank, n, m, width, loops, term, rows, strides }: StepSizes,
): Omit<ContractionStep, "factor"> {
  const [first, second] = loops;
  const terms: Axis = { count: rank, factor: strides.term, ...term };
  const inputs: Axis = {
    count: n,
    factor: strides.input,
    input: rows.input,
    output: 0,
  };
  const outputs: Axis = {
    count: m,
    factor: strides.output,
    input: 0,
    output: rows.output,
  };
  // where one side has no axis of terms, the product sums over them
  const [sumForward, sumBackward] = [term.output === 0, term.input === 0];
  // towards the side that has one, few rows change places with the terms
  const few = (rows: Axis) => rows.count < FEW_ROWS && rows.count < rank;
  const manyOutputs = sumBackward && !sumForward && few(outputs);
  const manyInputs = sumForward && !sumBackward && few(inputs);
  const [forwardLoop, forwardRows] = manyOutputs
    ? [outputs, terms]
    : [terms, outputs];
  const [backwardLoop, backwardRows] = manyInputs
    ? [inputs, terms]
    : [terms, inputs];
  const [factorLoop, factorRows, factorColumns] = manyOutputs
    ? [outputs, inputs, terms]
    : manyInputs
    ? [inputs, terms, outputs]
    : [terms, inputs, outputs];
  const [outer, inner] = first.count > second.count
    ? [second, first]
    : [first, second];
  return {
    forward: [
      ...[first.count, second.count, sumForward ? 1 : forwardLoop.count],
      ...[0, 0, forwardLoop.factor],
      ...[first.input, second.input, forwardLoop.input],
      ...[first.output, second.output, forwardLoop.output],
      ...[forwardRows.count, width, forwardRows.factor, forwardRows.output],
      ...(sumForward ? [rank, terms.factor, terms.input] : [1, 0, 0]),
      ...[n, inputs.factor, inputs.input],
    ],
    toInput: [
      ...[first.count, second.count, sumBackward ? 1 : backwardLoop.count],
      ...[0, 0, backwardLoop.factor],
      ...[first.output, second.output, backwardLoop.output],
      ...[first.input, second.input, backwardLoop.input],
      ...[backwardRows.count, width, backwardRows.factor, backwardRows.input],
      ...(sumBackward ? [rank, terms.factor, terms.output] : [1, 0, 0]),
      ...[m, outputs.factor, outputs.output],
    ],
    toFactor: [
      ...[factorLoop.count, outer.count, 1],
      ...[factorLoop.input, outer.input, 0],
      ...[factorLoop.output, outer.output, 0],
      ...[factorLoop.factor, 0, 0],
      ...[factorRows.count, factorColumns.count],
      ...[factorRows.input, factorColumns.output],
      ...[inner.count, inner.input, inner.output],
      ...[width, factorRows.factor, factorColumns.factor],
    ],
  };
}
