import { assert, assertEquals } from "@std/assert";
import { leadingSvd } from "../../lib/matrix/leading_svd.ts";
import { type Matrix, transpose, zeros } from "../../lib/matrix/matrix.ts";
import { multiply } from "../../lib/matrix/multiply.ts";
import { normal, randomSource } from "../../lib/matrix/random_source.ts";
import { singularValues } from "../../lib/matrix/singular_values.ts";
import {
  type TruncatedSvd,
  truncatedSvd,
} from "../../lib/matrix/truncated_svd.ts";

/** A matrix of standard normal entries. */
function drawn(m: number, n: number, seed = 1): Matrix {
  const random = randomSource(seed);
  return {
    shape: [m, n],
    data: Float64Array.from({ length: m * n }, () => normal(random)),
  };
}

/** Orthonormal columns `[m, n]`. */
function orthonormal(m: number, n: number, seed: number): Matrix {
  const { left } = truncatedSvd(drawn(m, n, seed), n);
  return transpose({
    shape: [n, m],
    data: Float64Array.from(left.flatMap((u) => [...u])),
  });
}

/** A matrix `[m, n]` of the singular values. */
function ofValues(m: number, n: number, values: readonly number[]): Matrix {
  const left = orthonormal(m, values.length, 2);
  const right = transpose(orthonormal(n, values.length, 3));
  return multiply(left, {
    shape: right.shape,
    data: right.data.map((x, i) => x * values[Math.floor(i / n)]),
  });
}

/** Asserts that a matrix less the found one has only its other values left. */
function assertLeading(
  matrix: Matrix,
  found: TruncatedSvd | undefined,
  expected: readonly number[],
): void {
  const [, n] = matrix.shape;
  const count = found?.values.length ?? 0;
  assert(found && count > 0);
  const close = (a: number, b: number) =>
    Math.abs(a - b) <= 2 ** -20 * b + 2 ** -36 * expected[0];
  for (const [k, value] of found.values.entries()) {
    assert(close(value, expected[k]), `value ${k}: ${value}, ${expected[k]}`);
  }
  const rest = matrix.data.map((x, i) => {
    const [row, column] = [Math.floor(i / n), i % n];
    return found.values.reduce(
      (sum, value, k) =>
        sum - value * found.left[k][row] * found.right[k][column],
      x,
    );
  });
  const norm = Math.hypot(...singularValues({ ...matrix, data: rest }));
  const least = Math.hypot(...expected.slice(count));
  assert(close(norm, least), `what is left: ${norm}, ${least}`);
}

Deno.test("leadingSvd() finds the largest values and vectors, of wide and tall ones, too", () => {
  for (const [m, n] of [[160, 160], [96, 224], [224, 96]]) {
    const matrix = drawn(m, n);
    assertLeading(matrix, leadingSvd(matrix, 2), singularValues(matrix));
  }
});

Deno.test("leadingSvd() finds values of any fall", () => {
  for (const power of [0.5, 1, 3]) {
    const values = Array.from({ length: 128 }, (_, k) => (k + 1) ** -power);
    const matrix = ofValues(128, 128, values);
    assertLeading(matrix, leadingSvd(matrix, 6), values);
  }
  const values = Array.from({ length: 100 }, (_, k) => 2 ** -k);
  const matrix = ofValues(128, 100, values);
  assertLeading(matrix, leadingSvd(matrix, 12), values);
});

Deno.test("leadingSvd() finds equal values as often as they are there", () => {
  const falling = Array.from({ length: 90 }, (_, k) => 0.9 ** k);
  for (const others of [Array(90).fill(1), falling]) {
    const values = [...Array(7).fill(2), ...others];
    const matrix = ofValues(120, 100, values);
    for (const count of [5, 7, 10]) {
      assertLeading(matrix, leadingSvd(matrix, count), values);
    }
  }
});

Deno.test("leadingSvd() finds zeros where the rank is lower", () => {
  const values = [5, 3, 1];
  const matrix = ofValues(80, 90, values);
  const expected = [...values, ...Array(77).fill(0)];
  assertLeading(matrix, leadingSvd(matrix, 6), expected);
  const nothing = leadingSvd(zeros([40, 60]), 4);
  assertEquals(nothing?.values, [0, 0, 0, 0]);
});

Deno.test("leadingSvd() gives the same each time, and nothing where too many are wanted", () => {
  const matrix = drawn(64, 64);
  assertEquals(leadingSvd(matrix, 1), leadingSvd(matrix, 1));
  assertEquals(leadingSvd(matrix, 30), undefined);
});

Deno.test("truncatedSvd() takes the leading values of a large matrix, of any size", () => {
  const values = Array.from({ length: 40 }, (_, k) => 0.8 ** k);
  const matrix = ofValues(520, 512, values);
  const expected = [...values, ...Array(472).fill(0)];
  const found = truncatedSvd(matrix, 8);
  assertLeading(matrix, found, expected);
  const tiny = { ...matrix, data: matrix.data.map((x) => x * 2 ** -900) };
  assertEquals(
    truncatedSvd(tiny, 8).values,
    found.values.map((value) => value * 2 ** -900),
  );
});
