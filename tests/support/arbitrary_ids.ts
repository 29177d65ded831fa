import fc from "fast-check";
import type { LayerCase } from "./layer_laws.ts";

/** Sizes of a factored embedding, and ids for it. */
export interface EmbeddingSizes {
  readonly inputDim: number;
  readonly outputDim: number;
  readonly order: number;
  readonly rank: number;
}

/** Small factored embeddings with some ids, int32 or the float32 that models hand over. */
export const embeddingCases: fc.Arbitrary<LayerCase<EmbeddingSizes>> = fc
  .record({
    inputDim: fc.integer({ min: 1, max: 12 }),
    outputDim: fc.integer({ min: 1, max: 9 }),
    order: fc.integer({ min: 1, max: 3 }),
    rank: fc.integer({ min: 1, max: 3 }),
  })
  .chain((args) =>
    fc.record({
      args: fc.constant(args),
      input: fc
        .record({
          batch: fc.integer({ min: 1, max: 3 }),
          length: fc.integer({ min: 1, max: 3 }),
          dtype: fc.constantFrom("int32" as const, "float32" as const),
        })
        .chain(({ batch, length, dtype }) =>
          fc.record({
            shape: fc.constant([batch, length]),
            values: fc.array(fc.nat(args.inputDim - 1), {
              minLength: batch * length,
              maxLength: batch * length,
            }),
            dtype: fc.constant(dtype),
          })
        ),
    })
  );
