import type { tf } from "../engine/tf.ts";

/** A weight of a layer. */
export type LayerVariable = tf.layers.Layer["trainableWeights"][number];

/** What TensorFlow.js makes of a regularizer's name or config; it has no public type. */
// deno-lint-ignore no-explicit-any
export type Regularizer = any;

/** What TensorFlow.js makes of a constraint's name or config; it has no public type. */
// deno-lint-ignore no-explicit-any
export type Constraint = any;
