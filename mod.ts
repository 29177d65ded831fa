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
export { describeBackend } from "./lib/engine/describe_backend.ts";
export type { BackendDescription } from "./lib/engine/describe_backend.ts";
export { useBackend } from "./lib/engine/use_backend.ts";
export type { BackendName, BackendOptions } from "./lib/engine/use_backend.ts";
export { ketRows } from "./lib/op/ket_rows.ts";
export type { KetFactors } from "./lib/op/ket_rows.ts";
export { kroneckerRows } from "./lib/op/kronecker_rows.ts";
export type { KroneckerProducts } from "./lib/op/kronecker_products.ts";
