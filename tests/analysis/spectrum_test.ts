import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import {
  effectiveRank,
  spectrum,
  stableRank,
  tailEnergy,
} from "../../lib/analysis/spectrum.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const values = fc.array(fc.integer({ min: 1, max: 1_000 }), {
  minLength: 1,
  maxLength: 12,
}).map((list) => list.toSorted((a, b) => b - a));

Deno.test("effectiveRank() and stableRank() lie between 1 and the rank", () => {
  fc.assert(fc.property(values, (list) => {
    for (const rank of [effectiveRank(list), stableRank(list)]) {
      assert(rank >= 1 - 1e-12 && rank <= list.length + 1e-9);
    }
    assert(stableRank(list) <= effectiveRank(list) + 1e-9);
  }));
});

Deno.test("effectiveRank() and stableRank() are the rank where all values are equal", () => {
  assertAlmostEquals(effectiveRank([5, 5, 5, 0]), 3, 1e-12);
  assertAlmostEquals(effectiveRank([1e308, 1e308]), 2, 1e-12);
  assertAlmostEquals(stableRank([5, 5, 5, 0]), 3, 1e-12);
});

Deno.test("effectiveRank() agrees with its definition on (3, 1)", () => {
  const expected = Math.exp(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)));
  assertAlmostEquals(effectiveRank([1, 3]), expected, 1e-14);
});

Deno.test("stableRank() is right for values whose squares overflow", () => {
  assertAlmostEquals(stableRank([1e200, 1e200]), 2, 1e-12);
});

Deno.test("tailEnergy() falls from 1 to 0", () => {
  fc.assert(fc.property(values, (list) => {
    assertAlmostEquals(tailEnergy(list, 0), 1, 1e-12);
    assertEquals(tailEnergy(list, list.length), 0);
    for (let rank = 1; rank < list.length; rank++) {
      assert(tailEnergy(list, rank) < tailEnergy(list, rank - 1));
    }
  }));
});

Deno.test("spectrum() of a matrix that is not of full rank has no condition", () => {
  const { rank, condition, values } = spectrum([[3, 0, 0], [0, 0, 0]]);
  assertEquals(rank, 1);
  assertEquals(values, [3, 0]);
  assertEquals(condition, Infinity);
  assertEquals(spectrum([[2, 0], [0, 8]]).condition, 4);
});

Deno.test("spectrum() takes the tolerance that it is given", () => {
  const matrix = [[1, 0], [0, 1e-5]];
  assertEquals(spectrum(matrix).rank, 2);
  assertEquals(spectrum(matrix, { relativeTolerance: 1e-4 }).rank, 1);
});

Deno.test("spectrum() gives a matrix of zeros rank 0 in every sense", () => {
  const { rank, condition, ...ranks } = spectrum([[0, 0], [0, 0]]);
  assertEquals(ranks, { values: [0, 0], effectiveRank: 0, stableRank: 0 });
  assertEquals([rank, condition], [0, Infinity]);
});

Deno.test("tailEnergy() refuses the zero matrix, of whose energy there are no shares", () => {
  const error = assertThrows(() => tailEnergy([[0, 0]], 1), RangeError);
  assertEquals(
    error.message,
    "Cannot take the energy in the tail as singular values must not be all 0",
  );
});

Deno.test("stableRank() refuses a matrix with NaN", () => {
  const error = assertThrows(() => stableRank([[NaN, 1]]), RangeError);
  assertEquals(
    error.message,
    "Cannot take singular values as every entry must be finite: got NaN at [0, 0]",
  );
});

Deno.test("tailEnergy() refuses a rank below 0", () => {
  const error = assertThrows(() => tailEnergy([[1]], -1), RangeError);
  assertEquals(
    error.message,
    "Cannot take the energy in the tail as rank must be an integer >= 0: got -1",
  );
});

Deno.test("effectiveRank() refuses a list with an infinite value", () => {
  for (const f of [effectiveRank, stableRank]) {
    assertThrows(() => f([Infinity, 1]), RangeError, "must be finite");
  }
  assertThrows(() => tailEnergy([1, NaN], 1), RangeError, "must be finite");
});

Deno.test("effectiveRank() takes singular values in a typed array", () => {
  assertEquals(effectiveRank(Float64Array.of(1, 3)), effectiveRank([3, 1]));
});

Deno.test("stableRank() and tailEnergy() take singular values in any order", () => {
  assertAlmostEquals(stableRank([1, 3]), 10 / 9);
  assertAlmostEquals(tailEnergy([1, 3], 1), 1 / 10);
});

Deno.test("effectiveRank() and its like refuse what is no matrix and no list", async () => {
  await assertRefusesArguments("read a matrix", effectiveRank, [
    [[], "it must be rows of numbers or a tensor of two axes: got undefined"],
  ]);
  await assertRefusesArguments("read a matrix", stableRank, [
    [[3], "it must be rows of numbers or a tensor of two axes: got 3"],
  ]);
  await assertRefusesArguments("read a matrix", tailEnergy, [
    [
      [{}, 1],
      "it must be rows of numbers or a tensor of two axes: got an object",
    ],
  ]);
});

Deno.test("spectrum() refuses an option that there is not", () =>
  assertRefusesArguments("take the spectrum", spectrum, [
    [
      [[[1]], { relativTolerance: 0.1 }],
      "each option must be one of relativeTolerance: got relativTolerance (did you mean relativeTolerance?)",
    ],
  ]));
