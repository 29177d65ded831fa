import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Matrix, transpose } from "../../lib/matrix/matrix.ts";
import { multiply } from "../../lib/matrix/multiply.ts";
import { randomSource } from "../../lib/matrix/random_source.ts";
import {
  fourierTarget,
  orthogonalTarget,
  randomTarget,
  trainedTarget,
} from "../../lib/task/expressiveness_targets.ts";

function assertOrthogonal(matrix: Matrix): void {
  const [size] = matrix.shape;
  const { data } = multiply(matrix, transpose(matrix));
  for (let i = 0; i < data.length; i++) {
    assertAlmostEquals(data[i], i % (size + 1) === 0 ? 1 : 0, 1e-12);
  }
}

Deno.test("orthogonalTarget() and fourierTarget() are orthogonal", () => {
  assertOrthogonal(orthogonalTarget(16, 3));
  assertOrthogonal(fourierTarget(16));
});

Deno.test("fourierTarget() transforms complex numbers", () => {
  // the transform of (0, 1, 0, 0) is (1, -i, -1, i) / 2
  const { data, shape } = fourierTarget(8);
  const column = Array.from({ length: 8 }, (_, i) => data[i * shape[1] + 1]);
  const expected = [0.5, 0, -0.5, 0, 0, -0.5, 0, 0.5];
  column.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-12));
});

Deno.test("randomTarget() repeats itself for a seed", () => {
  assertEquals(randomTarget(4, 1), randomTarget(4, 1));
  assert(randomTarget(4, 1).data[0] !== randomTarget(4, 2).data[0]);
});

Deno.test("trainedTarget() learns what it is shown", async () => {
  // the digit is where the one bright pixel is
  const random = randomSource(1);
  const labels = Array.from({ length: 300 }, () => Math.floor(10 * random()));
  const pixels = labels.map((digit) =>
    new Float32Array(64).fill(1, 3 * digit, 3 * digit + 1)
  );
  const { kernel, accuracy } = await trainedTarget({ pixels, labels });
  assertEquals(kernel.shape, [64, 16]);
  assert(accuracy > 0.9, `${accuracy}`);
});
