import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { approximationCurve } from "../../lib/analysis/approximation_curve.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import type { Matrix } from "../../lib/matrix/matrix.ts";
import { normal, randomSource } from "../../lib/matrix/random_source.ts";
import vanLoan from "../golden/vanloan_6x6.json" with { type: "json" };
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { layer } from "../support/stacks.ts";

function randomMatrix(rows: number, columns: number, seed: number): Matrix {
  const random = randomSource(seed);
  const data = Float64Array.from(
    { length: rows * columns },
    () => normal(random),
  );
  return { shape: [rows, columns], data };
}

Deno.test("approximationCurve() knows the golden optimum of each rank, and both ways reach it", () => {
  const stacks = [1, 2, 3, 4, 5].map((rank) => [layer(rank, [2, 3], [3, 2])]);
  const curve = approximationCurve(vanLoan.W, stacks, { sweeps: 100 });
  for (const [i, row] of curve.entries()) {
    const { rel_err } =
      vanLoan.nearest[`${i + 1}` as keyof typeof vanLoan.nearest];
    assertAlmostEquals(row.optimalError!, rel_err, 1e-12);
    assertAlmostEquals(row.alternatingError, rel_err, 1e-4);
    assertAlmostEquals(row.gradientError, rel_err, 1e-4);
    assertEquals(row.error, row.optimalError);
  }
});

Deno.test("approximationCurve() finds a low-rank product's singular value optimum", () => {
  const target = randomMatrix(8, 6, 1);
  const [narrow, single] = approximationCurve(target, [
    [layer(1, [8], [3]), layer(1, [3], [6])], // two dense layers
    [layer(3, [8, 1], [1, 6])], // one layer, factors a column and a row
  ]);
  assertAlmostEquals(narrow.alternatingError, single.optimalError!, 1e-6);
  assertAlmostEquals(narrow.gradientError, single.optimalError!, 1e-4);
});

Deno.test("approximationCurve() finds a stack of order 3 and unequal splits in its own product", () => {
  // a matrix that the second stack can be exactly, and the first can't
  const swap = Array.from(
    { length: 8 },
    (_, i) =>
      Array.from({ length: 8 }, (_, c) => c === (i % 2) * 4 + (i >> 1) ? 1 : 0),
  );
  const [poor, rich] = approximationCurve(swap, [
    [layer(1, [2, 2, 2], [2, 2, 2])],
    [layer(4, [2, 4], [4, 2])],
  ], { restarts: 2 });
  assert(poor.error > 0.5);
  assertAlmostEquals(rich.alternatingError, 0, 1e-6);
  assertAlmostEquals(rich.gradientError, 0, 1e-3);
});

Deno.test("approximationCurve() never gets worse with more alternating rounds", () => {
  const target = randomMatrix(9, 9, 2);
  const stack = [layer(2, [3, 3], [3, 3]), layer(2, [3, 3], [3, 3])];
  let before = Infinity;
  for (const sweeps of [0, 1, 2, 4, 8, 16]) {
    const options = { restarts: 1, steps: 0, sweeps };
    const [{ alternatingError }] = approximationCurve(target, [stack], options);
    assert(alternatingError <= before, `${alternatingError} after ${sweeps}`);
    before = alternatingError;
  }
});

Deno.test("approximationCurve() repeats itself for a seed", () => {
  const target = randomMatrix(4, 4, 3);
  const stacks = [[layer(1, [2, 2], [2, 2]), layer(2, [2, 2], [2, 2])]];
  const options = { restarts: 1, steps: 20, sweeps: 2, seed: 5 };
  const curve = approximationCurve(target, stacks, options);
  assertEquals(approximationCurve(target, stacks, options), curve);
  assertEquals(curve[0].parameters, 24);
  assertEquals(curve[0].multiplyAdds, 48); // 3 terms of 4 · 2 + 4 · 2
});

Deno.test("approximationCurve() scales with the target", () => {
  const target = randomMatrix(4, 4, 4);
  const large = { ...target, data: target.data.map((value) => value * 1e6) };
  const stacks = [[layer(1, [2, 2], [2, 2])]];
  const [a] = approximationCurve(target, stacks);
  const [b] = approximationCurve(large, stacks);
  assertAlmostEquals(a.gradientError, b.gradientError, 1e-9);
});

Deno.test("approximationCurve() refuses a stack of another shape", () => {
  assertThrows(
    () =>
      approximationCurve(randomMatrix(4, 4, 0), [[layer(1, [2, 2], [2, 3])]]),
    ShapeError,
    "Cannot approximate a matrix as shape must be [4, 4]: got [4, 6]",
  );
});

Deno.test("approximationCurve() refuses the zero matrix and NaN", () => {
  const stacks = [[layer(1, [1, 1], [1, 2])]];
  assertEquals(
    assertThrows(() => approximationCurve([[0, 0]], stacks), RangeError)
      .message,
    "Cannot approximate a matrix as its norm must be above 0: got 0",
  );
  assertEquals(
    assertThrows(() => approximationCurve([[1, NaN]], stacks), RangeError)
      .message,
    "Cannot approximate a matrix as every entry must be finite: got NaN at [0, 1]",
  );
});

Deno.test("approximationCurve() refuses no start", () => {
  const stack = [layer(1, [2, 3], [3, 2]), layer(1, [3, 2], [2, 3])];
  assertEquals(
    assertThrows(
      () => approximationCurve(vanLoan.W, [stack], { restarts: 0 }),
      RangeError,
    ).message,
    "Cannot approximate a matrix as restarts must be an integer >= 1: got 0",
  );
});

Deno.test("approximationCurve() says when a stack is fitted, and differs by the seed", () => {
  const target = {
    shape: [4, 4] as const,
    data: new Float64Array(16).map((_, i) => i * i % 5),
  };
  const stacks = [1, 2].map((rank) => [layer(rank, [2, 2], [2, 2])]);
  const options = { steps: 3, sweeps: 1, innerSteps: 1, restarts: 1 };
  let fitted = 0;
  const [one, two] = [1, 2].map((seed) =>
    approximationCurve(target, stacks, {
      ...options,
      seed,
      onStack: () => fitted++,
    })
  );
  assertEquals(fitted, 4);
  assert(one[0].gradientError !== two[0].gradientError);
});

Deno.test("approximationCurve() refuses what are no stacks and no option", () =>
  assertRefusesArguments("approximate a matrix", approximationCurve, [
    [[[[1]]], "stacks must be an array of stacks: got undefined"],
    [
      [[[1]], [], { restart: 5 }],
      "each option must be one of restarts, seed, onStack, steps, learningRate, sweeps, innerSteps: got restart (did you mean restarts?)",
    ],
  ]));

Deno.test("approximationCurve() refuses counts and rates that are none", () => {
  const stacks = [[layer(1, [2, 1], [1, 2])]];
  const message = (options: object) =>
    assertThrows(
      () => approximationCurve([[1, 2], [3, 4]], stacks, options),
      RangeError,
    ).message;
  for (const count of ["steps", "sweeps", "innerSteps"]) {
    assertEquals(
      message({ [count]: -1 }),
      `Cannot approximate a matrix as ${count} must be an integer >= 0: got -1`,
    );
  }
  for (const learningRate of [NaN, 0]) {
    assertEquals(
      message({ learningRate }),
      `Cannot approximate a matrix as learningRate must be a number above 0: got ${learningRate}`,
    );
  }
});
