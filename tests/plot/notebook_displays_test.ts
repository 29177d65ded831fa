import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { displayBundle } from "../../lib/convert/with_display.ts";
import { tf } from "../../lib/engine/tf.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { layerTable } from "../../lib/plot/layer_table.ts";
import { tableText } from "../../lib/plot/table.ts";
import "../../lib/plot/notebook_displays.ts";

/** What a notebook shows of a value, text by media type. */
function shown(value: object): Record<string, string> {
  return displayBundle(value) as Record<string, string>;
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
  const bundle = shown(tf.sequential({ layers }));
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
