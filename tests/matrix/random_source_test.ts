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
