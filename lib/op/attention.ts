import {
  ATTENTION,
  ATTENTION_GRADIENT,
} from "../engine/tensorflow_attention.ts";
import { tf } from "../engine/tf.ts";
import { ShapeError } from "../error/shape_error.ts";
import { batchedProduct } from "./batched_product.ts";
import { firstDerivativesOnly } from "./first_derivatives_only.ts";
import { withGradient } from "./with_gradient.ts";

/** How {@linkcode attention} weighs. */
export interface AttentionOptions {
  /** What may be seen: 1 or true, `[batch, targets or 1, sources]`; default all. */
  readonly mask?: tf.Tensor | undefined;
  /** Whether target t sees sources only up to t; both then have the same length. */
  readonly causal?: boolean;
  /** Applied to the weights, such as dropout; default nothing. */
  readonly drop?: ((weights: tf.Tensor) => tf.Tensor) | undefined;
}

/** Added to the score of what may not be seen; its weight is then 0 in float32. */
const UNSEEN = -1e9;

/** The same for what comes later, so that it has no weight where all before is masked. */
const LATER = 2 * UNSEEN;

/**
 * Scaled dot-product attention with several heads,
 * `softmax(q·kᵀ / √keyDim + mask)·v` for each.
 *
 * A target that may see nothing gets the mean of all values, with `causal` of those up
 * to it, and gradients as if their scores were equal by chance. Where there is a kernel,
 * and nothing to apply to the weights, it computes, and first derivatives only.
 *
 * @param query `[batch, targets, heads, keyDim]`
 * @param key `[batch, sources, heads, keyDim]`
 * @param value `[batch, sources, heads, valueDim]`
 * @param options Masks and dropout.
 * @returns `[batch, targets, heads, valueDim]`
 * @throws {ShapeError} If keys, values or mask are of other sizes.
 *
 * @see Vaswani et al., "Attention is all you need", NeurIPS 2017, arXiv:1706.03762.
 */
export function attention(
  inputs: AttentionInputs,
  options: AttentionOptions = {},
): tf.Tensor {
  checkShapes(inputs, options.mask);
  const { query, key, value } = inputs;
  const empty = [query, key, value].some(({ size }) => size === 0);
  const native = tf.getKernel(ATTENTION, tf.getBackend());
  return tf.tidy(() =>
    native && !options.drop && !empty
      ? byKernel(inputs, options)
      : byOperations(inputs, options)
  );
}

/** What {@linkcode attention} compares and averages. */
interface AttentionInputs {
  readonly query: tf.Tensor;
  readonly key: tf.Tensor;
  readonly value: tf.Tensor;
}

function checkShapes(
  { query, key, value }: AttentionInputs,
  mask: tf.Tensor | undefined,
): void {
  const [batch, targets, heads, keyDim] = query.shape;
  const [, sources] = key.shape;
  const [, , , valueDim] = value.shape;
  const check = (shape: number[], possible: number[][]) => {
    if (possible.some((sizes) => tf.util.arraysEqual(sizes, shape))) return;
    const expected = possible.map((sizes) => `[${sizes.join(", ")}]`);
    throw new ShapeError("attend", expected.join(" or "), shape);
  };
  check(key.shape, [[batch, sources, heads, keyDim]]);
  check(value.shape, [[batch, sources, heads, valueDim]]);
  if (mask) {
    check(mask.shape, [1, targets].map((rows) => [batch, rows, sources]));
  }
}

function byKernel(
  { query, key, value }: AttentionInputs,
  { mask, causal = false }: AttentionOptions,
): tf.Tensor {
  const masks: tf.NamedTensorMap = mask
    ? { mask: tf.cast(mask, "float32") }
    : {};
  return withGradient([query, key, value], (query, key, value) => {
    const [seen, weights] = tf.engine().runKernel<tf.Tensor[]>(
      ATTENTION,
      { query, key, value, ...masks },
      { causal },
    );
    return {
      value: seen,
      kept: [query, key, value, weights],
      gradient: (slopes, [query, key, value, weights]) =>
        firstDerivativesOnly(
          "attention",
          [slopes, query, key, value],
          tf.engine().runKernel<tf.Tensor[]>(
            ATTENTION_GRADIENT,
            { slopes, query, key, value, weights },
          ),
        ),
    };
  });
}

function byOperations(
  { query, key, value }: AttentionInputs,
  { mask, causal = false, drop = (weights) => weights }: AttentionOptions,
): tf.Tensor {
  const [batch, targets, heads, keyDim] = query.shape;
  const [, sources, , valueDim] = value.shape;
  const byHead = (x: tf.Tensor, axes: number[], shape: number[]) =>
    tf.reshape(tf.transpose(x, axes), [batch * heads, ...shape]);
  const q = byHead(query, [0, 2, 1, 3], [targets, keyDim]) as tf.Tensor3D;
  const k = byHead(key, [0, 2, 3, 1], [keyDim, sources]) as tf.Tensor3D;
  const v = byHead(value, [0, 2, 1, 3], [sources, valueDim]) as tf.Tensor3D;
  let scores: tf.Tensor = tf.reshape(
    tf.mul(batchedProduct(q, k), 1 / Math.sqrt(keyDim)),
    [batch, heads, targets, sources],
  );
  if (mask) {
    const seen = tf.expandDims(tf.cast(mask, "float32"), 1);
    scores = tf.add(scores, tf.mul(tf.sub(1, seen), UNSEEN));
  }
  const isEmpty = scores.size === 0; // TensorFlow.js knows no triangle of nothing
  if (causal && !isEmpty) {
    const seen = tf.linalg.bandPart(tf.ones([targets, sources]), -1, 0);
    scores = tf.add(scores, tf.mul(tf.sub(1, seen), LATER));
  }
  const weights = tf.reshape(
    drop(isEmpty ? scores : tf.softmax(scores)),
    [batch * heads, targets, sources],
  ) as tf.Tensor3D;
  const seen = tf.reshape(
    batchedProduct(weights, v),
    [batch, heads, targets, valueDim],
  );
  return tf.transpose(seen, [0, 2, 1, 3]);
}
