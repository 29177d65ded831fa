import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import type { LayerCase } from "./layer_laws.ts";

/** Cases of a layer that takes vectors `[batch, …, width]`; the arguments may depend on the width. */
export function vectorCases<Args>(
  argsOf: (width: number) => fc.Arbitrary<Args>,
  middle: fc.Arbitrary<number[]> = fc.constantFrom([], [2], [2, 3]),
): fc.Arbitrary<LayerCase<Args>> {
  return fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    middle,
    fc.integer({ min: 2, max: 9 }),
  )
    .chain(([batch, middle, width]) => {
      const shape = [batch, ...middle, width];
      const length = tf.util.sizeFromShape(shape);
      return fc.record({
        args: argsOf(width),
        input: fc.record({
          shape: fc.constant(shape),
          values: fc.array(fc.integer({ min: -8, max: 8 }).map((n) => n / 8), {
            minLength: length,
            maxLength: length,
          }),
          dtype: fc.constant("float32" as const),
        }),
      });
    });
}
