/**
 * What a notebook shows of layers, models and tensors: of a layer its table, of a model
 * its summary, of a Transformer its parts, of a tensor its values, instead of their
 * private fields. `console.log` prints the same in words.
 *
 * Importing this hangs methods under `Symbol.for("Jupyter.display")` and
 * `Symbol.for("Deno.customInspect")` on their prototypes, where only a notebook's kernel
 * and `console.log` look. It stands here because layers know nothing of tables; `mod.ts`
 * imports it.
 *
 * @module
 */

import { summarize } from "../convert/summarize.ts";
import { displayBundle, withDisplay } from "../convert/with_display.ts";
import { tf } from "../engine/tf.ts";
import { LanguageModel } from "../model/language_model.ts";
import { Transformer } from "../model/transformer.ts";
import { Translator } from "../train/translator.ts";
import { layerTable } from "./layer_table.ts";
import { modelCard } from "./model_card.ts";
import { tensorText } from "./tensor_text.ts";

withDisplay(tf.layers.Layer.prototype, function (this: tf.layers.Layer) {
  return displayBundle(layerTable(this));
});

withDisplay(tf.LayersModel.prototype, function (this: tf.LayersModel) {
  // one that knows no input yet has no shapes to sum up
  const isKnown = this.outputs?.length > 0;
  return displayBundle(
    isKnown ? summarize(this, { print: null }) : layerTable(this),
  );
});

withDisplay(Transformer.prototype, function (this: Transformer) {
  return modelCard("Transformer", this);
});

withDisplay(LanguageModel.prototype, function (this: LanguageModel) {
  return modelCard("LanguageModel", this);
});

withDisplay(Translator.prototype, function (this: Translator) {
  const { kind, lowerCase, model } = this;
  const said = `Translator of ${kind}${lowerCase ? " in lower case" : ""}`;
  return modelCard(`${said}, by a Transformer`, model);
});

withDisplay(tf.Tensor.prototype, function (this: tf.Tensor) {
  return { "text/plain": tensorText(this) };
});
