import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { kronecker } from "../../lib/matrix/kronecker.ts";
import { rearrange } from "../../lib/matrix/rearrange.ts";
import { digits, fromDigits } from "../../lib/shape/digits.ts";
import vanLoan from "../golden/vanloan_6x6.json" with { type: "json" };
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { integerMatrix } from "../support/matrices.ts";

const side = fc.integer({ min: 1, max: 3 });

Deno.test("rearrange() agrees with the golden rearrangement", () => {
  const { data, shape } = rearrange(vanLoan.W, {
    rowFactors: [2, 3],
    columnFactors: [3, 2],
  });
  assertEquals(shape, [6, 6]);
  assertEquals([...data], vanLoan.R.flat());
});

Deno.test("rearrange() makes a Kronecker product the outer product of its factors", () => {
  const pairs = fc.tuple(side, side, side, side).chain(([m, n, p, q]) =>
    fc.tuple(integerMatrix(m, n), integerMatrix(p, q))
  );
  fc.assert(fc.property(pairs, ([a, b]) => {
    const { data } = rearrange(kronecker(a, b), {
      rowFactors: [a.shape[0], b.shape[0]],
      columnFactors: [a.shape[1], b.shape[1]],
    });
    assertEquals(
      [...data],
      [...a.data].flatMap((x) => [...b.data].map((y) => x * y)),
    );
  }));
});

Deno.test("rearrange() unfolds order 3 as its definition says", () => {
  const rowFactors = [2, 3, 2];
  const columnFactors = [3, 2, 2];
  const pairs = rowFactors.map((size, j) => size * columnFactors[j]);
  const matrix = {
    shape: [12, 12] as const,
    data: Float64Array.from({ length: 144 }, (_, place) => place),
  };
  for (const unfolding of [[0], [1], [2], [0, 1], [0, 2], [1, 2]]) {
    const rest = [0, 1, 2].filter((j) => !unfolding.includes(j));
    const { data, shape } = rearrange(
      matrix,
      { rowFactors, columnFactors },
      { unfolding },
    );
    for (let i = 0; i < 12; i++) {
      for (let c = 0; c < 12; c++) {
        const [a, b] = [digits(i, rowFactors), digits(c, columnFactors)];
        const place = (chosen: number[]) =>
          fromDigits(
            chosen.map((j) => a[j] * columnFactors[j] + b[j]),
            chosen.map((j) => pairs[j]),
          );
        const got = data[place(unfolding) * shape[1] + place(rest)];
        assertEquals(got, i * 12 + c, `[${i}, ${c}] unfolded by ${unfolding}`);
      }
    }
  }
});

Deno.test("rearrange() names the shape that the factors make", () => {
  const shapes = { rowFactors: [2, 2], columnFactors: [3, 1] };
  assertThrows(
    () => rearrange([[1, 2], [3, 4]], shapes),
    ShapeError,
    "Cannot rearrange a matrix as shape must be [4, 3]: got [2, 2]",
  );
});

Deno.test("rearrange() refuses factors that don't pair", () => {
  const error = assertThrows(
    () => rearrange([[1, 2]], { rowFactors: [1], columnFactors: [2, 1] }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot rearrange a matrix as rowFactors and columnFactors must hold as many sizes, at least 1: got 1 and 2",
  );
});

Deno.test("rearrange() refuses a factor of 0", () => {
  const error = assertThrows(
    () => rearrange([[1, 2]], { rowFactors: [1, 0], columnFactors: [2, 1] }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot rearrange a matrix as rowFactors[1] must be an integer >= 1: got 0",
  );
});

Deno.test("rearrange() refuses an unfolding that names a factor twice", () => {
  const split = { rowFactors: [2, 2, 2], columnFactors: [1, 1, 1] };
  const error = assertThrows(
    () =>
      rearrange({ shape: [8, 1], data: new Float64Array(8) }, split, {
        unfolding: [0, 0],
      }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot unfold a tensor as unfolding must name some, not all, of its 3 factors once each: got [0, 0]",
  );
});

Deno.test("rearrange() refuses what are no shapes", () =>
  assertRefusesArguments("rearrange a matrix", rearrange, [
    [
      [[[1]]],
      "shapes must be an object such as { rowFactors: [4, 4], columnFactors: [4, 4] }: got undefined",
    ],
    [
      [[[1]], { rowFactors: [1] }],
      "columnFactors must be an array of numbers: got undefined",
    ],
    [
      [[[1]], { rowFactors: 1, columnFactors: [1] }],
      "rowFactors must be an array of numbers: got 1",
    ],
  ]));
