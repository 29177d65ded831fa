import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { displayBundle } from "../../lib/convert/with_display.ts";
import { tf } from "../../lib/engine/tf.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { Transformer } from "../../lib/model/transformer.ts";
import { layerTable } from "../../lib/plot/layer_table.ts";
import { modelTable } from "../../lib/plot/model_table.ts";
import "../../lib/plot/notebook_displays.ts";
import { tableHtml, tableText } from "../../lib/plot/table.ts";
import { Translator } from "../../lib/train/translator.ts";
import { smallLanguageModel } from "../support/small_language_model.ts";
import { KINDS, smallTransformer } from "../support/small_transformer.ts";
import { smallTranslator } from "../support/small_translator.ts";

/** What a notebook shows of a value, text by media type. */
function shown(value: object): Record<string, string> {
  return displayBundle(value) as Record<string, string>;
}

/** What is shown, and what was printed beside. */
function quietly(show: () => Record<string, string>) {
  const { log } = console;
  const said: string[] = [];
  Object.assign(console, { log: (text: string) => said.push(text) });
  try {
    return { bundle: show(), said };
  } finally {
    Object.assign(console, { log });
  }
}

Deno.test("notebooks show layers as tables, ours and TensorFlow.js's", () => {
  const words = { inputDim: 9, outputDim: 4, order: 2, rank: 1 };
  for (
    const layer of [
      new KroneckerDense({ units: 4, rank: 1 }),
      new Word2KetXS(words),
      tf.layers.dense({ units: 4 }),
    ]
  ) {
    const bundle = shown(layer);
    assertEquals(bundle["text/plain"], tableText(layerTable(layer)));
    assert(bundle["text/html"].startsWith("<table>"));
  }
});

Deno.test("notebooks show a layer's name escaped", () => {
  const layer = new KroneckerDense({ units: 4, rank: 1, name: "<b>&" });
  const { "text/html": html, "text/plain": text } = shown(layer);
  assertStringIncludes(html, "&lt;b&gt;&amp;");
  assert(!html.includes("<b>"));
  assertStringIncludes(text, "<b>&");
});

Deno.test("notebooks show models as their summary", () => {
  const layers = [tf.layers.dense({ name: "only", units: 3, inputShape: [2] })];
  const model = tf.sequential({ layers });
  const { said, bundle } = quietly(() => shown(model));
  assertEquals(said, []); // a cell shows it, and prints it not once more
  assertStringIncludes(bundle["text/plain"], "only   Dense       [batch, 3]");
  assertStringIncludes(bundle["text/html"], ">total</td>");
});

Deno.test("notebooks show a model that knows no input yet by its name", () => {
  const bundle = shown(tf.sequential({ name: "empty" }));
  assertStringIncludes(bundle["text/plain"], "empty\nkind     Sequential");
});

Deno.test("notebooks show the values of tensors", () => {
  const bundle = shown(tf.tensor2d([[1, 2], [3, 4]]));
  assertEquals(bundle, {
    "text/plain": "Tensor\n    [[1, 2],\n     [3, 4]]",
  });
});

Deno.test("notebook displays are on prototypes, where no loop over keys sees them", () => {
  const layer = new KroneckerDense({ units: 4, rank: 1 });
  assertEquals(Object.getOwnPropertySymbols(layer), []);
  const seen: string[] = [];
  for (const key in tf.tensor1d([1])) seen.push(key);
  assert(!seen.some((key) => key.includes("Jupyter")));
});

Deno.test("notebooks show Transformers, language models and translators as their parts", () => {
  const { factored } = KINDS;
  const translator = smallTranslator(factored);
  const { model } = translator;
  const language = smallLanguageModel({ positions: "learned" });
  const sizes =
    "sourceSize 11, targetSize 9, width 8, heads 2, hidden 12, encoderLayers 2, decoderLayers 2, maxPositions 8, seed 3";
  for (
    const [value, line, table] of [
      [model, `Transformer: ${sizes}`, modelTable(model)],
      [
        translator,
        `Translator of words in lower case, by a Transformer: ${sizes}`,
        modelTable(model),
      ],
      [
        language,
        "LanguageModel: vocabularySize 9, width 8, heads 2, hidden 12, layers 2, maxPositions 8, seed 3, positions learned",
        modelTable(language),
      ],
    ] as const
  ) {
    const bundle = shown(value);
    assertEquals(bundle["text/plain"], `${line}\n${tableText(table)}`);
    assertEquals(bundle["text/html"], `<p>${line}</p>${tableHtml(table)}`);
  }
  const before = shown(model);
  translator.dispose();
  language.dispose();
  assertEquals(shown(model), before); // nothing is read of the weights
});

Deno.test("console.log prints what notebooks show in words", () => {
  const layer = new KroneckerDense({ units: 4, rank: 1 });
  const layers = [tf.layers.dense({ units: 3, inputShape: [2] })];
  const transformer = smallTransformer();
  const gone = tf.zeros([2]);
  gone.dispose();
  for (
    const value of [
      layer,
      tf.sequential({ layers }),
      tf.sequential({ name: "empty" }),
      tf.tensor2d([[1, 2], [3, 4]]),
      tf.variable(tf.scalar(1)),
      gone,
      transformer,
      smallLanguageModel(),
      smallTranslator(),
    ]
  ) {
    const text = shown(value)["text/plain"];
    assertEquals(Deno.inspect(value), text);
    assert(text.split("\n").length < 12, text);
    assertEquals(Object.getOwnPropertySymbols(value), []);
  }
  const margin = "\n    ";
  assertEquals(
    Deno.inspect({ layer }),
    `{\n  layer: ${margin}${
      shown(layer)["text/plain"].replaceAll("\n", margin)
    }\n}`,
  );
});

Deno.test("console.log prints prototypes, which have no values, by their class", () => {
  const prototypes = [KroneckerDense, Transformer, Translator, tf.Tensor]
    .map(({ prototype }) => prototype as object);
  assertEquals(
    prototypes.map((prototype) => Deno.inspect(prototype)),
    ["[KroneckerDense]", "[Transformer]", "[Translator]", "[Tensor]"],
  );
});
