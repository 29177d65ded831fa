/**
 * Factored neural-network layers on TensorFlow.js: embeddings, dense and
 * self-attention layers whose matrices are sums of Kronecker products.
 *
 * @module
 */

export { balancedFactors } from "./lib/shape/balanced_factors.ts";
export { digits, fromDigits } from "./lib/shape/digits.ts";
export { integerRoot } from "./lib/shape/integer_root.ts";
export { ShapeError } from "./lib/error/shape_error.ts";
export { tf } from "./lib/engine/tf.ts";
export {
  type Progress,
  progress,
  type ProgressOptions,
} from "./lib/train/progress.ts";
