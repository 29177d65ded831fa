import { assert, assertEquals, assertThrows } from "@std/assert";
import { textClassifier } from "../../lib/model/text_classifier.ts";
import { comparedModels, modelsNamed } from "../../lib/task/compared_models.ts";

/** Parameters of the embeddings of a comparison. */
function sizes(vocabularySize: number, width: number) {
  return comparedModels({ vocabularySize, width }).map(
    ({ name, embedding }) => {
      const model = textClassifier({ vocabularySize, classes: 2, embedding });
      const parameters = model.getLayer("words").countParams();
      model.dispose();
      return { name, parameters };
    },
  );
}

Deno.test("comparedModels() of banking77 has the sizes of the report", () => {
  assertEquals(
    sizes(2_363, 256).map(({ name, parameters }) => `${name}: ${parameters}`),
    [
      "dense, width 256: 604928",
      "word2ket, order 4, rank 1: 37808",
      "word2ketXS, order 2, rank 24: 37632",
      "word2ketXS, order 2, rank 8: 12544",
      "word2ketXS, order 4, rank 54: 6048",
      "dense, width 16: 37808",
      "dense, width 5: 11815",
      "low rank 14: 36666",
      "low rank 4: 10476",
    ],
  );
});

Deno.test("comparedModels() keep to their share of the dense table", () => {
  for (const [vocabularySize, width] of [[30_000, 300], [5_000, 64]]) {
    const [dense, ket, ...others] = sizes(vocabularySize, width);
    assertEquals(dense.parameters, vocabularySize * width);
    assert(ket.parameters < dense.parameters);
    const ratios = [16, 48, 100, 16, 48, 16, 48];
    for (const [m, { name, parameters }] of others.entries()) {
      const share = dense.parameters / ratios[m];
      assert(
        parameters <= share || name.endsWith(" 1"),
        `${name}: ${parameters}`,
      );
    }
  }
});

Deno.test("comparedModels() of a small vocabulary are not empty", () => {
  for (const { parameters } of sizes(5, 4)) assert(parameters >= 1);
});

Deno.test("modelsNamed() keeps the first model to compare with", () => {
  const models = comparedModels({ vocabularySize: 2_363, width: 256 });
  assertEquals(
    modelsNamed(models, "order 4").map((model) => models.indexOf(model)),
    [0, 1, 4],
  );
  assertEquals(modelsNamed(models, ""), models);
});

Deno.test("modelsNamed() names what there is", () => {
  const models = comparedModels({ vocabularySize: 5, width: 2 }).slice(0, 2);
  const error = assertThrows(() => modelsNamed(models, "order 9"), RangeError);
  assertEquals(
    error.message,
    'Cannot pick models as "order 9" must be part of one of their names: got "dense, width 2", "word2ket, order 4, rank 1"',
  );
});
