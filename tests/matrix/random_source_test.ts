import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
} from "@std/assert";
import { normal, randomSource } from "../../lib/matrix/random_source.ts";

Deno.test("randomSource() repeats itself for a seed and differs between seeds", () => {
  const draws = (seed: number) => {
    const random = randomSource(seed);
    return Array.from({ length: 5 }, random);
  };
  assertEquals(draws(7), draws(7));
  assertNotEquals(draws(7), draws(8));
  assert(draws(7).every((value) => value >= 0 && value < 1));
});

Deno.test("normal() has mean 0 and deviation 1", () => {
  const random = randomSource(0);
  const values = Array.from({ length: 100_000 }, () => normal(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + value * value, 0);
  assertAlmostEquals(mean, 0, 0.02);
  assertAlmostEquals(square / values.length, 1, 0.02);
});

Deno.test("randomSource() draws 53 bits", () => {
  const random = randomSource(1);
  const draws = Array.from({ length: 100 }, () => random() * 2 ** 53);
  for (let bit = 0; bit < 53; bit++) {
    const ones = draws.filter((draw) => Math.floor(draw / 2 ** bit) % 2 === 1);
    assert(ones.length > 25 && ones.length < 75, `bit ${bit}: ${ones.length}`);
  }
});

Deno.test("normal() is finite at the ends of its source", () => {
  for (const draw of [0, 1 - 2 ** -53]) {
    assert(Number.isFinite(normal(() => draw)), `${draw}`);
  }
});
