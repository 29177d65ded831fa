import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { transpose } from "../../lib/matrix/matrix.ts";
import { kroneckerRank, matrixRank } from "../../lib/matrix/matrix_rank.ts";
import { rankModulo } from "../../lib/matrix/rank_modulo.ts";
import { rearrange } from "../../lib/matrix/rearrange.ts";
import { singularValues } from "../../lib/matrix/singular_values.ts";
import vanLoan from "../golden/vanloan_6x6.json" with { type: "json" };
import { integerMatrix } from "../support/matrices.ts";

const side = fc.integer({ min: 1, max: 6 });
const matrices = fc.tuple(side, side).chain(([m, n]) => integerMatrix(m, n));

Deno.test("singularValues() agrees with numpy on the golden rearrangement", () => {
  const values = singularValues(vanLoan.R);
  for (const [i, expected] of vanLoan.singular_values.entries()) {
    assertAlmostEquals(values[i], expected, 1e-14);
  }
});

Deno.test("singularValues() are the same for the transposed matrix, the largest first", () => {
  fc.assert(fc.property(matrices, (a) => {
    const values = singularValues(a);
    assertEquals(values.length, Math.min(...a.shape));
    for (const [i, value] of singularValues(transpose(a)).entries()) {
      assertAlmostEquals(values[i], value, 1e-12); // entries are at most 9
      assert(value >= 0 && value <= (values[i - 1] ?? Infinity) + 1e-12);
    }
  }));
});

Deno.test("matrixRank() of whole numbers is the exact rank", () => {
  fc.assert(fc.property(matrices, (a) => {
    assertEquals(matrixRank(a), rankModulo(a, 47_615_173));
  }));
});

Deno.test("matrixRank() of zeros is 0", () => {
  assertEquals(matrixRank([[0, 0], [0, 0]]), 0);
});

Deno.test("kroneckerRank() of the golden matrix is full", () => {
  const shapes = { rowFactors: [2, 3], columnFactors: [3, 2] };
  assertEquals(kroneckerRank(vanLoan.W, shapes), 6);
  for (const [rank, { W }] of Object.entries(vanLoan.nearest)) {
    assertEquals(kroneckerRank(W, shapes), Number(rank));
  }
});

Deno.test("matrixRank() names the entry that is no number", () => {
  const error = assertThrows(() => matrixRank([[1, 2], [3, NaN]]), RangeError);
  assertEquals(
    error.message,
    "Cannot take singular values as every entry must be finite: got NaN at [1, 1]",
  );
});

Deno.test("matrixRank() refuses a tolerance of 1", () => {
  const error = assertThrows(
    () => matrixRank([[1]], { relativeTolerance: 1 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot take the rank as relativeTolerance must be in [0, 1): got 1",
  );
});

Deno.test("matrixRank() counts no value that rounding of a matrix of its size may leave", () => {
  const diagonal = [1, 1e-15, 0, 0, 0, 0, 0, 0];
  const matrix = diagonal.map((value, i) =>
    diagonal.map((_, j) => i === j ? value : 0)
  );
  assertEquals(matrixRank(matrix), 1);
  assertEquals(matrixRank(matrix, { relativeTolerance: 1e-16 }), 2);
});

Deno.test("matrixRank(), kroneckerRank() and rearrange() refuse an option that there is not", () => {
  const matrix = [[1, 0], [0, 1]];
  const shapes = { rowFactors: [2, 1], columnFactors: [1, 2] };
  const options = { tolerance: 0.1 } as never;
  const calls = [
    () => matrixRank(matrix, options),
    () => kroneckerRank(matrix, shapes, options),
    () => rearrange(matrix, shapes, options),
  ];
  for (const call of calls) assertThrows(call, TypeError, "got tolerance");
});

Deno.test("kroneckerRank() takes the unfolding and the tolerance", () => {
  const twice = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]];
  const zeros = [0, 0, 0, 0];
  const matrix = [ // the identity ⊗ what is a sum of two products
    ...twice.map((row) => [...row, ...zeros]),
    ...twice.map((row) => [...zeros, ...row]),
  ];
  const shapes = { rowFactors: [2, 2, 2], columnFactors: [2, 2, 2] };
  const rank = (options: object) => kroneckerRank(matrix, shapes, options);
  assertEquals([rank({}), rank({ unfolding: [0] })], [1, 1]);
  assertEquals([rank({ unfolding: [1] }), rank({ unfolding: [0, 1] })], [2, 2]);
  const near = [[1, 0], [0, 0.01]];
  const split = { rowFactors: [2, 1], columnFactors: [1, 2] };
  assertEquals(kroneckerRank(near, split), 2);
  assertEquals(kroneckerRank(near, split, { relativeTolerance: 0.1 }), 1);
});
