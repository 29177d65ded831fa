import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  drawValues,
  factorGradient,
  writeValues,
} from "../../lib/analysis/stack_values.ts";
import { kronecker } from "../../lib/matrix/kronecker.ts";
import { normal, randomSource } from "../../lib/matrix/random_source.ts";
import { layer } from "../support/stacks.ts";

const SIZES = [
  layer(2, [2, 3], [3, 2]),
  layer(3, [2, 2, 3], [2, 3, 1]),
  layer(1, [4], [3]),
];

Deno.test("writeValues() is the sum of the terms' Kronecker products", () => {
  const values = [
    { shape: [2, 2] as const, data: Float64Array.of(1, 2, 3, 4) },
    { shape: [2, 2] as const, data: Float64Array.of(5, 6, 7, 8) },
  ];
  const written = writeValues(layer(2, [1, 2], [2, 1]), values);
  const term = (a: number[], b: number[]) =>
    kronecker(
      { shape: [1, 2], data: Float64Array.from(a) },
      { shape: [2, 1], data: Float64Array.from(b) },
    ).data;
  const [first, second] = [term([1, 2], [5, 6]), term([3, 4], [7, 8])];
  assertEquals(written.shape, [2, 2]);
  assertEquals([...written.data], [...first.map((x, i) => x + second[i])]);
});

Deno.test("factorGradient() is the transposed derivative of writeValues()", () => {
  const random = randomSource(1);
  for (const sizes of SIZES) {
    const [values] = drawValues([sizes], random);
    const kernel = writeValues(sizes, values);
    const slopes = { ...kernel, data: kernel.data.map(() => normal(random)) };
    for (const [j, factor] of values.entries()) {
      const { shape, data } = factorGradient(sizes, values, j, slopes);
      assertEquals(shape, factor.shape);
      // the kernel is linear in one factor: ⟨slopes, K(change)⟩ = ⟨gradient, change⟩
      const change = factor.data.map(() => normal(random));
      const moved = writeValues(
        sizes,
        values.with(j, { ...factor, data: change }),
      );
      const dot = (a: Float64Array, b: Float64Array) =>
        a.reduce((sum, x, i) => sum + x * b[i], 0);
      assertAlmostEquals(
        dot(slopes.data, moved.data),
        dot(data, change),
        1e-12,
      );
    }
  }
});

Deno.test("drawValues() gives the kernel's entries the deviation rows^(-1/2)", () => {
  for (
    const sizes of [
      layer(4, [8, 8], [8, 8]),
      layer(2, [4, 4, 4], [4, 4, 4]),
      layer(4, [8, 8], [4, 4]),
    ]
  ) {
    const random = randomSource(2);
    let square = 0;
    for (let draw = 0; draw < 20; draw++) {
      const { data } = writeValues(sizes, drawValues([sizes], random)[0]);
      square += data.reduce((sum, x) => sum + x * x, 0) / data.length / 20;
    }
    assertAlmostEquals(square * 64, 1, 0.25); // 20 draws of heavy tails
  }
});
