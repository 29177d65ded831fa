import { assert, assertEquals } from "@std/assert";
import { Transformer } from "../../lib/model/transformer.ts";
import { reproductionRuns } from "../../lib/task/reproduction_runs.ts";
import { translationModel } from "../../lib/task/translation_presets.ts";

const EPOCHS = { dense: 12, Shapeshifter: 13, narrow: 33, "low rank": 18 };
const runs = reproductionRuns({ seeds: 3, epochs: EPOCHS });

Deno.test("reproductionRuns() trains the models of all contests from each seed", () => {
  assertEquals(runs.length, (4 + 4 + 2 + 4) * 3);
  assertEquals(new Set(runs.map(({ name }) => name)).size, runs.length);
  assertEquals(runs[0].name, "converged-dense-1");
  const short = runs.filter(({ contest, settings }) =>
    contest === "equal-time" && settings.seed === 2
  );
  assertEquals(
    Object.fromEntries(
      short.map(({ model, settings }) => [model, settings.epochs] as const),
    ),
    EPOCHS,
  );
});

Deno.test("reproductionRuns() scores converged rivals on the larger test", () => {
  const large = runs.filter(({ parts }) => parts.includes("large test"));
  assertEquals(
    large.map(({ contest, model }) => `${contest}: ${model}`),
    [1, 2, 3].flatMap(() =>
      ["dense", "Shapeshifter", "narrow"].map((model) => `converged: ${model}`)
    ),
  );
});

Deno.test("reproductionRuns() has models of the sizes that they are named by", () => {
  const sizes = { sourceSize: 2_967, targetSize: 2_337, seed: 1 };
  for (const { model, preset } of runs) {
    const [, times] = /^Shapeshifter (\d+)×$/.exec(model) ?? [];
    if (times === undefined) continue;
    const transformer = new Transformer(translationModel(preset, sizes));
    const ratio = 3_996_961 / transformer.countParams();
    assert(Math.abs(ratio / Number(times) - 1) < 0.03, `${model}: ${ratio}`);
    transformer.dispose();
  }
});

Deno.test("reproductionRuns() has models whose embeddings are as much smaller as they are named by", () => {
  const sizes = { sourceSize: 2_967, targetSize: 2_337, seed: 1 };
  const found = runs.flatMap(({ model: name, preset }) => {
    const [, times] = /embeddings (\d+)×$/.exec(name) ?? [];
    if (times === undefined) return [];
    const model = new Transformer(translationModel(preset, sizes));
    const size = Object.entries(model.weights)
      .filter(([name]) => /^(source|target)\//.test(name))
      .reduce((sum, [, { size }]) => sum + size, 0);
    model.dispose();
    const ratio = (2_967 + 2_337) * 256 / size;
    assert(Math.abs(ratio / Number(times) - 1) < 0.03, `${name}: ${ratio}`);
    return [ratio];
  });
  assertEquals(found.length, 3 + 3);
  assert(found.every((ratio) => ratio >= 100), `${found}`);
});
