import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { tailEnergy } from "../../lib/analysis/spectrum.ts";
import {
  nearestKroneckerProducts,
  type NearestOptions,
} from "../../lib/convert/nearest_kronecker_products.ts";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { zeros } from "../../lib/matrix/matrix.ts";
import { rearrange } from "../../lib/matrix/rearrange.ts";
import { kroneckerMatrix } from "../../lib/op/kronecker_matrix.ts";
import vanLoan from "../golden/vanloan_6x6.json" with { type: "json" };
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

/** `‖sum − matrix‖ / ‖matrix‖` */
function distance(matrix: tf.Tensor2D, options: NearestOptions): number {
  return tf.tidy(() => {
    const sum = kroneckerMatrix(nearestKroneckerProducts(matrix, options));
    const away = tf.norm(tf.sub(sum, matrix)).dataSync()[0];
    return away / tf.norm(matrix).dataSync()[0];
  });
}

function random(rows: number, columns: number, seed = 1): tf.Tensor2D {
  return tf.randomNormal([rows, columns], 0, 1, "float32", seed);
}

Deno.test("nearestKroneckerProducts() agrees with the golden nearest sums", () => {
  for (const [rank, { W, rel_err }] of Object.entries(vanLoan.nearest)) {
    const options = {
      rank: Number(rank),
      rowFactors: [2, 3],
      columnFactors: [3, 2],
    };
    const k = nearestKroneckerProducts(vanLoan.W, options);
    assertAllClose(kroneckerMatrix(k), W, { absolute: 1e-6 });
    const away = distance(tf.tensor2d(vanLoan.W), options);
    assertAlmostEquals(away, rel_err, 1e-6);
  }
});

const size = fc.integer({ min: 1, max: 4 });

Deno.test("nearestKroneckerProducts() of order 2 leaves what the singular values say", () => {
  const cases = fc.record({
    sizes: fc.tuple(size, size, size, size),
    rank: fc.integer({ min: 1, max: 6 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  });
  fc.assert(fc.property(cases, ({ sizes: [a, b, c, d], rank, seed }) => {
    const split = { rowFactors: [a, b], columnFactors: [c, d] };
    const matrix = random(a * b, c * d, seed);
    const left = tailEnergy(rearrange(matrix, split), rank);
    const away = distance(matrix, { rank, ...split });
    assertAlmostEquals(away, Math.sqrt(left), 1e-5);
  }));
});

Deno.test("nearestKroneckerProducts() finds a sum of order 3 in what it makes", () => {
  const split = { rowFactors: [2, 3, 4], columnFactors: [4, 3, 2] };
  const factors = [0, 1, 2].map((j) =>
    tf.randomNormal<tf.Rank.R3>(
      [3, split.rowFactors[j], split.columnFactors[j]],
      ...[0, 1, "float32", j + 1] as const,
    )
  );
  const matrix = kroneckerMatrix({ rows: 24, columns: 24, factors });
  assert(distance(matrix, { rank: 3, ...split }) < 1e-4);
  assert(distance(matrix, { rank: 2, ...split }) > 0.1);
});

Deno.test("nearestKroneckerProducts() comes nearer with each term, whatever the order", () => {
  const matrix = random(16, 16);
  for (const order of [1, 2, 4]) {
    const factors = new Array(order).fill(16 ** (1 / order));
    const split = { rowFactors: factors, columnFactors: factors };
    const away = [1, 4, 64].map((rank) => distance(matrix, { rank, ...split }));
    if (order === 1) assertEquals(away, [0, 0, 0]);
    else assert(away[0] > away[1] && away[1] > away[2] + 0.1, `${away}`);
    assert(away[2] < 0.001, `${away}`);
  }
});

Deno.test("nearestKroneckerProducts() cuts rows and columns that are too many", () => {
  const matrix = random(11, 9);
  const split = { rowFactors: [3, 4], columnFactors: [2, 5] };
  const k = nearestKroneckerProducts(matrix, { rank: 10, ...split });
  assertEquals([k.rows, k.columns], [11, 9]);
  assertAllClose(kroneckerMatrix(k), matrix, { absolute: 1e-5 });
});

Deno.test("nearestKroneckerProducts() gives a term's factors one norm, and repeats itself", () => {
  const split = { rowFactors: [2, 2, 3], columnFactors: [2, 2, 2] };
  const options = { rank: 2, sweeps: 20, restarts: 2, seed: 3, ...split };
  const matrix = random(12, 8);
  const { factors } = nearestKroneckerProducts(matrix, options);
  const [a, b, c] = factors.map((factor) => tf.norm(factor, "fro", [1, 2]));
  assertAllClose(a, b);
  assertAllClose(b, c);
  const again = nearestKroneckerProducts(matrix, options);
  assertAllClose(again.factors[2], factors[2], { relative: 0, absolute: 0 });
});

Deno.test("nearestKroneckerProducts() of zeros is zero", () => {
  for (const factors of [[2, 2], [2, 2, 1]]) {
    const split = { rowFactors: factors, columnFactors: factors };
    const k = nearestKroneckerProducts(tf.zeros([4, 4]), { rank: 2, ...split });
    assertEquals(kroneckerMatrix(k).abs().sum().arraySync(), 0);
  }
});

Deno.test("nearestKroneckerProducts() refuses what does not fit", () => {
  const options = { rank: 1, rowFactors: [2, 2], columnFactors: [2, 2] };
  const action = "Cannot approximate a matrix by Kronecker products as";
  const message = (
    matrix: number[][],
    change: Partial<NearestOptions>,
    kind: typeof RangeError | typeof ShapeError = RangeError,
  ) =>
    assertThrows(
      () => nearestKroneckerProducts(matrix, { ...options, ...change }),
      kind,
    ).message;
  assertEquals(
    message([[1]], { rank: 0 }),
    `${action} rank must be an integer >= 1: got 0`,
  );
  assertEquals(
    message([[1, 2, 3, 4, 5]], {}, ShapeError),
    `${action} shape must be [at most 4, at most 4]: got [1, 5]`,
  );
  assertEquals(
    message([[1, NaN]], {}),
    `${action} every entry must be finite: got NaN at [0, 1]`,
  );
  const three = { rowFactors: [1, 1, 1], columnFactors: [1, 1, 1] };
  assertEquals(
    message([[1]], { ...three, sweeps: 0 }),
    "Cannot fit Kronecker products as sweeps must be an integer >= 1: got 0",
  );
});

Deno.test("nearestKroneckerProducts() takes the best of its starts", () => {
  const split = { rowFactors: [2, 2, 2], columnFactors: [2, 2, 2] };
  const matrix = random(8, 8);
  const away = [1, 2, 3, 4, 5, 6].map((restarts) =>
    distance(matrix, { rank: 3, sweeps: 3, restarts, ...split })
  );
  const sorted = away.toSorted((a, b) => b - a);
  assertEquals(away, sorted);
  assert(away[5] < away[0] - 1e-3, `${away}`);
});

Deno.test("nearestKroneckerProducts() refuses what are no options", () =>
  assertRefusesArguments(
    "approximate a matrix by Kronecker products",
    nearestKroneckerProducts,
    [
      [
        [[[1]]],
        "options must be an object such as { rank: 4, rowFactors: [4, 4], columnFactors: [4, 4] }: got undefined",
      ],
      [
        [[[1]], { rank: 1, rowFactors: [2] }],
        "columnFactors must be an array of numbers: got undefined",
      ],
    ],
  ));

Deno.test("nearestKroneckerProducts() refuses an option that there is not", () => {
  const factors = { rowFactors: [1, 1], columnFactors: [1, 1] };
  return assertRefusesArguments(
    "approximate a matrix by Kronecker products",
    nearestKroneckerProducts,
    [
      [
        [[[1]], { rank: 1, ...factors, sweps: 3 }],
        "each option must be one of rank, rowFactors, columnFactors, sweeps, restarts, seed: got sweps (did you mean sweeps?)",
      ],
    ],
  );
});

Deno.test("nearestKroneckerProducts() tells values apart that are nearly equal", () => {
  // rearranged: 512 × 512 with these on its diagonal
  const value = (k: number) => k < 2 ? 1 - 2e-4 * k : 1e-3;
  const matrix = zeros([256, 1_024]);
  for (let i = 0; i < 16; i++) {
    for (let c = 0; c < 32; c++) {
      matrix.data[(17 * i) * 1_024 + 33 * c] = value(32 * i + c);
    }
  }
  const split = { rowFactors: [16, 16], columnFactors: [32, 32] };
  const k = nearestKroneckerProducts(matrix, { rank: 1, ...split });
  const found = kroneckerMatrix(k).dataSync();
  let [error, least] = [0, 0];
  for (const [i, entry] of matrix.data.entries()) {
    error += (entry - found[i]) ** 2;
  }
  for (let k = 1; k < 512; k++) least += value(k) ** 2;
  assert(error < least * (1 + 2e-6), `${error} for ${least}`);
});
