import { CholeskyDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { dot } from "../matrix/dot.ts";
import { type Matrix, transpose, zeros } from "../matrix/matrix.ts";
import { multiply } from "../matrix/multiply.ts";
import { normal, randomSource } from "../matrix/random_source.ts";
import { type MatrixSplit, rearrange } from "../matrix/rearrange.ts";
import { row } from "../matrix/row.ts";
import { rowProducts } from "../matrix/row_products.ts";

/** How {@linkcode fitTerms} goes round. */
export interface FitTermsOptions {
  /** Rounds through all factors, at most; default 100. */
  readonly sweeps?: number;
  /** Random starts, the best of which is taken; default 3. */
  readonly restarts?: number;
  /** Seed of the starts; default 0. */
  readonly seed?: number;
}

/** A round that takes less than this share of the squared norm away is the last. */
const ENOUGH = 1e-10;

/** Weight of keeping factors small, against the mean square of the others' terms. */
const DAMPING = 1e-10;

/**
 * A sum of Kronecker products near a matrix, by alternating least squares: all terms of
 * one factor at a time, which the others make a linear problem.
 *
 * @param target A matrix `[Π rowFactors, Π columnFactors]`.
 * @param options Its split into at least 2 factors, the number of terms, and rounds.
 * @returns Factor j of all terms, `[rank, rows_j · columns_j]`, of the same norm for all j.
 * @throws {RangeError} If a number of sweeps or restarts is not an integer >= 1.
 *
 * @see T. Kolda, B. Bader, "Tensor decompositions and applications", 2009, section 3.4.
 */
export function fitTerms(
  target: Matrix,
  { rank, sweeps = 100, restarts = 3, seed = 0, ...split }:
    & { readonly rank: number }
    & MatrixSplit
    & FitTermsOptions,
): Matrix[] {
  checkPositiveIntegers("fit Kronecker products", { sweeps, restarts });
  // [rest, rows_j · columns_j] for each factor
  const unfolded = split.rowFactors.map((_, j) =>
    transpose(rearrange(target, split, { unfolding: [j] }))
  );
  const norm = dot(target.data, target.data);
  const random = randomSource(seed);
  let best: Matrix[] = [];
  let most = -Infinity;
  for (let restart = 0; restart < restarts; restart++) {
    const factors = unfolded.map(({ shape }) =>
      drawn([rank, shape[1]], random)
    );
    let explained = 0;
    for (let sweep = 0; sweep < sweeps; sweep++) {
      const before = explained;
      for (const j of factors.keys()) {
        const others = factors.toSpliced(j, 1);
        const wanted = multiply(rowProducts(others, rank), unfolded[j]);
        factors[j] = solved(gram(others), wanted);
        // at the least squares, what is left is the norm less this
        explained = dot(factors[j].data, wanted.data);
      }
      if (explained - before < ENOUGH * norm) break;
    }
    if (explained > most) [best, most] = [balanced(factors), explained];
  }
  return best;
}

function drawn(
  shape: readonly [number, number],
  random: () => number,
): Matrix {
  const out = zeros(shape);
  return { shape, data: out.data.map(() => normal(random)) };
}

/** Inner products of the rows of {@linkcode rowProducts}, `[rank, rank]`. */
function gram(factors: readonly Matrix[]): Matrix {
  return factors.map((factor) => multiply(factor, transpose(factor)))
    .reduce((all, { data }) => ({
      ...all,
      data: all.data.map((value, i) => value * data[i]),
    }));
}

/** The factor that least squares want. */
function solved({ shape: [rank], data }: Matrix, wanted: Matrix): Matrix {
  const a = MlMatrix.from1DArray(rank, rank, data);
  // above 0 even for a target of zeros
  const damping = DAMPING * a.trace() / rank + Number.MIN_VALUE ** 0.5;
  for (let k = 0; k < rank; k++) a.set(k, k, a.get(k, k) + damping);
  const b = MlMatrix.from1DArray(...wanted.shape, wanted.data);
  const x = new CholeskyDecomposition(a).solve(b);
  return { shape: wanted.shape, data: Float64Array.from(x.to1DArray()) };
}

/** The same terms with factors of one norm. */
function balanced(factors: readonly Matrix[]): Matrix[] {
  const norms = factors.map((factor) =>
    Array.from({ length: factor.shape[0] }, (_, k) => {
      const { data } = row(factor, k);
      return Math.sqrt(dot(data, data));
    })
  );
  const means = norms[0].map((_, k) =>
    norms.reduce((all, norm) => all * norm[k] ** (1 / factors.length), 1)
  );
  return factors.map((factor, j) => ({
    ...factor,
    data: factor.data.map((value, i) => {
      const k = Math.floor(i / factor.shape[1]);
      return means[k] === 0 ? 0 : value * means[k] / norms[j][k];
    }),
  }));
}
