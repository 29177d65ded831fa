import type { tf } from "../engine/tf.ts";

/** What every layer of TensorFlow.js takes. */
export type LayerArgs = NonNullable<
  ConstructorParameters<typeof tf.layers.Layer>[0]
>;
