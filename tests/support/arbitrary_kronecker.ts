import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import type { KroneckerProducts } from "../../lib/op/kronecker_products.ts";
import { product } from "../../lib/shape/product.ts";

/** Values of a sum of Kronecker products, printable when a property fails. */
export interface KroneckerValues {
  readonly rows: number;
  readonly columns: number;
  readonly rank: number;
  readonly rowFactors: readonly number[];
  readonly columnFactors: readonly number[];
  /** Factor `j`, row-major. */
  readonly factors: readonly (readonly number[])[];
}

/** Whole numbers from -3 to 3, with which float32 arithmetic is exact. */
export const smallIntegers = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -3, max: 3 }), {
    minLength: length,
    maxLength: length,
  });

/** Sums of Kronecker products of order 1 to 4 and rank 1 to 5, cut anywhere. */
export const arbitraryKronecker: fc.Arbitrary<KroneckerValues> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
  .chain(([order, rank]) => {
    const sizes = fc.array(fc.integer({ min: 1, max: order > 2 ? 3 : 6 }), {
      minLength: order,
      maxLength: order,
    });
    return fc.tuple(fc.constant(rank), sizes, sizes);
  })
  .chain(([rank, rowFactors, columnFactors]) =>
    fc.record({
      rank: fc.constant(rank),
      rowFactors: fc.constant(rowFactors),
      columnFactors: fc.constant(columnFactors),
      rows: fc.integer({ min: 1, max: product(rowFactors) }),
      columns: fc.integer({ min: 1, max: product(columnFactors) }),
      factors: fc.tuple(
        ...rowFactors.map((rows, j) =>
          smallIntegers(rank * rows * columnFactors[j])
        ),
      ),
    })
  );

/** The tensors of the given values. */
export function kroneckerOf(values: KroneckerValues): KroneckerProducts {
  const { rows, columns, rank, rowFactors, columnFactors, factors } = values;
  return {
    rows,
    columns,
    factors: factors.map((factor, j) =>
      tf.tensor3d([...factor], [rank, rowFactors[j], columnFactors[j]])
    ),
  };
}
