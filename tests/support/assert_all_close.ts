import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";

/** What two tensors may differ by. */
export interface Tolerance {
  /** Fraction of the expected value; default 1e-6, some float32 roundings. */
  readonly relative?: number;
  /** Default 1e-6. */
  readonly absolute?: number;
}

/** Nested arrays of numbers, as in the golden files. */
export type Nested = number | readonly Nested[];

/** Assert equal shapes and `|actual - expected| <= absolute + relative * |expected|`. */
export function assertAllClose(
  actual: tf.Tensor,
  expected: tf.Tensor | Nested,
  { relative = 1e-6, absolute = 1e-6 }: Tolerance = {},
): void {
  const [shape, values] = expected instanceof tf.Tensor
    ? [expected.shape, expected.dataSync()]
    : [shapeOf(expected), flat(expected)];
  assertEquals(actual.shape, [...shape], "shapes differ");
  for (const [i, got] of actual.dataSync().entries()) {
    const want = values[i];
    const allowed = absolute + relative * Math.abs(want);
    if (Math.abs(got - want) <= allowed) continue; // false for NaN
    throw new Error(
      `entry ${i} of [${shape}]: got ${got}, expected ${want} ± ${allowed}`,
    );
  }
}

/** Shape of nested arrays that are as long as each other at each depth. */
function shapeOf(nested: Nested): number[] {
  return typeof nested === "number"
    ? []
    : [nested.length, ...shapeOf(nested[0] ?? 0)];
}

function flat(nested: Nested): number[] {
  return typeof nested === "number" ? [nested] : nested.flatMap(flat);
}
