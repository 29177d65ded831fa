/**
 * What a notebook shows of values that TensorFlow.js makes: of a layer its table, of a
 * model its summary, of a tensor its values, instead of their private fields.
 *
 * Importing this hangs a method under `Symbol.for("Jupyter.display")` on their
 * prototypes, where only a notebook's kernel looks. It stands here because layers
 * know nothing of tables; `mod.ts` imports it.
 *
 * @module
 */

import { summarize } from "../convert/summarize.ts";
import {
  type Bundle,
  displayBundle,
  withDisplay,
} from "../convert/with_display.ts";
import { tf } from "../engine/tf.ts";
import { layerTable } from "./layer_table.ts";

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

withDisplay(tf.Tensor.prototype, function (this: tf.Tensor): Bundle {
  return { "text/plain": this.toString() };
});
