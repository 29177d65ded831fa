import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { useBackend } from "../../lib/engine/use_backend.ts";
import {
  type LanguageModelConfig,
  languageModelSizes,
} from "../../lib/model/language_model_config.ts";
import { ranksWithin } from "../../lib/model/resolve_factored.ts";
import { Transformer } from "../../lib/model/transformer.ts";
import type { TransformerConfig } from "../../lib/model/transformer_config.ts";
import { transformerSizes } from "../../lib/model/transformer_sizes.ts";
import { smallLanguageModel } from "../support/small_language_model.ts";
import { smallTransformer } from "../support/small_transformer.ts";

/** Sizes that don't split evenly among them. */
const kinds = {
  width: fc.constantFrom(8, 12, 20),
  heads: fc.constantFrom(1, 2),
  hidden: fc.integer({ min: 1, max: 30 }),
  positions: fc.constantFrom("sinusoidal", "learned"),
  norm: fc.constantFrom("pre", "post"),
  tiedOutput: fc.boolean(),
} as const;
const transformers = fc.record({
  ...kinds,
  sourceSize: fc.integer({ min: 1, max: 40 }),
  targetSize: fc.integer({ min: 1, max: 40 }),
  encoderLayers: fc.integer({ min: 1, max: 2 }),
  decoderLayers: fc.integer({ min: 1, max: 2 }),
  sharedEmbedding: fc.boolean(),
}).map((config): TransformerConfig => ({
  maxPositions: 6,
  ...config,
  ...config.sharedEmbedding && { targetSize: config.sourceSize },
}));
const languageModels = fc.record({
  ...kinds,
  vocabularySize: fc.integer({ min: 1, max: 40 }),
  layers: fc.integer({ min: 1, max: 2 }),
}).map((config): LanguageModelConfig => ({ maxPositions: 6, ...config }));
const budgets = fc.record({
  parameters: fc.integer({ min: 1, max: 4_000 }),
  order: fc.integer({ min: 1, max: 3 }),
  objective: fc.constantFrom("balanced", "parameters", "multiplyAdds"),
});

/** The message of a budget that is too small names one that is not. */
function least(make: () => unknown): number {
  const { message } = assertThrows(make, RangeError) as RangeError;
  return Number(/must be at least (\d+)/.exec(message)![1]);
}

for (
  const [name, configs, make, sizes] of [
    ["Transformer", transformers, smallTransformer, transformerSizes],
    ["LanguageModel", languageModels, smallLanguageModel, languageModelSizes],
  ] as const
) {
  Deno.test(`a ${name} has at most the parameters of its budget, or says the least`, async () => {
    await useBackend("cpu");
    fc.assert(
      fc.property(
        configs as fc.Arbitrary<TransformerConfig & LanguageModelConfig>,
        budgets,
        (config, budget) => {
          const whole = make(config);
          const { matrices, others } = sizes(config);
          assertEquals(
            whole.countParams(),
            matrices.reduce((sum, m) => sum + m.inputs * m.outputs, others),
          );
          whole.dispose();
          let factored = budget;
          const smallest = least(() =>
            make({ ...config, factored: { ...budget, parameters: 1 } })
          );
          if (budget.parameters < smallest) {
            const again = least(() => make({ ...config, factored }));
            assertEquals(again, smallest);
            factored = { ...budget, parameters: smallest };
          }
          const model = make({ ...config, factored });
          assert(model.countParams() <= factored.parameters);
          if (budget.parameters < smallest) {
            assertEquals(model.countParams(), smallest);
          }
          // the ranks are in the config, and make the same model
          const same = make(model.config);
          assertEquals(same.config, model.config);
          assertEquals(same.countParams(), model.countParams());
          model.dispose();
          same.dispose();
        },
      ),
      { numRuns: 30 },
    );
  });
}

const PUBLISHED = {
  sourceSize: 2_967,
  targetSize: 2_337,
  width: 256,
  heads: 4,
  hidden: 512,
  encoderLayers: 2,
  decoderLayers: 2,
  maxPositions: 64,
};

Deno.test("ranksWithin() gives the published ranks for the published parameters", () => {
  const ranks = (parameters: number) => {
    const sizes = transformerSizes(PUBLISHED);
    const { embedding, attention, feedForward } = ranksWithin(
      sizes,
      { parameters },
      "make it",
    );
    return [embedding, attention, feedForward].map((part) => part!.rank);
  };
  assertEquals(ranks(380_193), [64, 8, 8]);
  assertEquals(ranks(380_192), [65, 8, 7]);
});

Deno.test("ranksWithin() comes near to a budget that is not too large", () => {
  const sizes = languageModelSizes({
    vocabularySize: 66,
    width: 128,
    heads: 4,
    hidden: 512,
    layers: 2,
    maxPositions: 64,
  });
  fc.assert(
    fc.property(fc.integer({ min: 12_000, max: 300_000 }), (parameters) => {
      const ranks = ranksWithin(sizes, { parameters }, "make it");
      const total = sizes.others +
        ranks.embedding!.rank * (6 * 8 + 11 * 16) +
        ranks.attention!.rank * 8 * (8 * 16 + 16 * 8) +
        ranks.feedForward!.rank * 4 * (8 * 32 + 16 * 16);
      assert(total <= parameters);
      // less is left than one more rank of attention or feed-forward would take
      assert(total > parameters - 2_048, `${total} of ${parameters}`);
    }),
  );
});

Deno.test("a Transformer refuses a budget that is too small, and says the least", () => {
  const message = (factored: { parameters: number; order?: number }) =>
    assertThrows(() => new Transformer({ ...PUBLISHED, factored }), RangeError)
      .message;
  assertEquals(
    message({ parameters: 20_000 }),
    "Cannot make a Transformer as factored.parameters must be at least 39489 with factors of order 2: got 20000",
  );
  assertEquals(
    message({ parameters: 0.5 }),
    "Cannot make a Transformer as factored.parameters must be an integer >= 1: got 0.5",
  );
});

Deno.test("ranksWithin() gives an output of its own the share of a table", () => {
  const sizes = languageModelSizes({
    vocabularySize: 2_000,
    width: 128,
    heads: 4,
    hidden: 256,
    layers: 2,
    maxPositions: 64,
    tiedOutput: false,
  });
  const { embedding, attention, output } = ranksWithin(
    sizes,
    { parameters: 60_000 },
    "make it",
  );
  assert(embedding!.rank >= 6 * attention!.rank, `${embedding!.rank}`);
  assert(output!.rank >= 6 * attention!.rank, `${output!.rank}`);
});
