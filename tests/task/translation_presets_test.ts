import { assertEquals } from "@std/assert";
import { Transformer } from "../../lib/model/transformer.ts";
import {
  type PresetName,
  TRANSLATION_PRESETS,
  translationModel,
} from "../../lib/task/translation_presets.ts";

/** Words of the shipped pairs that occur twice, and special ids. */
const OPTIONS = { sourceSize: 2_967, targetSize: 2_337, seed: 1 };

const PARAMETERS: Record<PresetName, number> = {
  dense: 3_995_937, // 3,996,961 normalized before each part
  shapeshifter: 397_601,
  skewed: 397_601,
  narrow: 389_217,
  "low-rank": 379_321,
  untied: 3_996_961 + 256 * 2_337,
  embeddings: 3_249_725,
};

for (const [name, parameters] of Object.entries(PARAMETERS)) {
  const preset = TRANSLATION_PRESETS[name as PresetName];

  Deno.test(`translationModel() of ${name} has ${parameters} parameters`, () => {
    const model = new Transformer(translationModel(preset, OPTIONS));
    assertEquals(model.countParams(), parameters);
    assertEquals(model.config.dropout, preset.dropout);
    model.dispose();
  });
}

Deno.test("translationModel() drops attention and inner entries if told to", () => {
  const rates = { attentionDropout: 0.1, feedForwardDropout: 0.2 };
  const preset = { ...TRANSLATION_PRESETS.skewed, ...rates };
  const { attentionDropout, feedForwardDropout } = translationModel(
    preset,
    OPTIONS,
  );
  assertEquals({ attentionDropout, feedForwardDropout }, rates);
});

Deno.test("translationModel() normalizes behind each part unless told to do it before", () => {
  const preset = TRANSLATION_PRESETS.dense;
  assertEquals(translationModel(preset, OPTIONS).norm, "post");
  const before = { ...preset, norm: "pre" as const };
  assertEquals(translationModel(before, OPTIONS).norm, "pre");
});

Deno.test("translationModel() turns skewed factors where a matrix widens", () => {
  const { factored } = translationModel(TRANSLATION_PRESETS.skewed, OPTIONS);
  assertEquals(factored, {
    embedding: { rank: 64, order: 2 },
    attention: {
      rank: 7,
      order: 2,
      inputFactors: [64, 4],
      outputFactors: [4, 64],
    },
    feedForward: {
      rank: 13,
      order: 2,
      inputFactors: [64, 4],
      outputFactors: [8, 64],
    },
  });
});

Deno.test("translationModel() factors only what has a rank, at any width", () => {
  const ranks = { embedding: 0, attention: 3, feedForward: 2 };
  const preset = {
    ...TRANSLATION_PRESETS.skewed,
    width: 18,
    hidden: 30,
    ranks,
  };
  const config = translationModel(preset, { ...OPTIONS, heads: 2 });
  assertEquals(config.factored?.embedding, undefined);
  const model = new Transformer(config);
  // (5, 4) × (4, 5) hold 18 × 18, and (5, 4) × (6, 5) hold 18 × 30
  const sizes = Object.entries(model.weights)
    .filter(([name]) =>
      name.startsWith("encoder/0/") && name.includes("factor")
    )
    .map(([, { shape }]) => shape);
  assertEquals(sizes, [
    ...Array.from({ length: 4 }, () => [[3, 5, 4], [3, 4, 5]]).flat(),
    ...[[2, 5, 6], [2, 4, 5], [2, 6, 5], [2, 5, 4]],
  ]);
  model.dispose();
});
