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
export interface StepsOptions {
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

const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

/**
 * Describe the contraction of a block of samples, one factor after the other.
 *
 * A state is `[digits before the last factor…, term, digits from the last factor…,
 * samples]`; "the last factor" is the one that is applied last. With the terms beside
 * its digit the sum over both is one product. The first state and the last have no
 * axis of terms.
 */
export function contractionSteps(options: StepsOptions): ContractionSteps {
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

function describe(
  { rank, n, m, width, loops, term, rows, strides }: StepSizes,
): Omit<ContractionStep, "factor"> {
  const [first, second] = loops;
  const counts = (sumTerms: boolean) => [
    first.count,
    second.count,
    sumTerms ? 1 : rank,
  ];
  // where one side has no axis of terms, the product sums over them
  const sumForward = term.output === 0;
  const sumBackward = term.input === 0;
  const [outer, inner] = first.count > second.count
    ? [second, first]
    : [first, second];
  return {
    forward: [
      ...counts(sumForward),
      ...[0, 0, strides.term],
      ...[first.input, second.input, term.input],
      ...[first.output, second.output, term.output],
      ...[m, width, strides.output, rows.output],
      ...(sumForward ? [rank, strides.term, term.input] : [1, 0, 0]),
      ...[n, strides.input, rows.input],
    ],
    toInput: [
      ...counts(sumBackward),
      ...[0, 0, strides.term],
      ...[first.output, second.output, term.output],
      ...[first.input, second.input, term.input],
      ...[n, width, strides.input, rows.input],
      ...(sumBackward ? [rank, strides.term, term.output] : [1, 0, 0]),
      ...[m, strides.output, rows.output],
    ],
    toFactor: [
      ...[rank, outer.count, 1],
      ...[term.input, outer.input, 0],
      ...[term.output, outer.output, 0],
      ...[strides.term, 0, 0],
      ...[n, m, rows.input, rows.output],
      ...[inner.count, inner.input, inner.output],
      ...[width, strides.input, strides.output],
    ],
  };
}
