/**
 * Factored neural-network layers on TensorFlow.js: embeddings, dense and
 * self-attention layers whose matrices are sums of Kronecker products.
 *
 * @module
 */

export { fileSystem } from "./lib/convert/file_system.ts";
export { tf } from "./lib/engine/tf.ts";
export { BACKENDS, useBackend } from "./lib/engine/use_backend.ts";
export type { BackendName } from "./lib/engine/use_backend.ts";
export { ShapeError } from "./lib/error/shape_error.ts";
export type {
  EmbeddingArgs,
  FactoredEmbeddingArgs,
} from "./lib/layer/embedding_config.ts";
export { Word2Ket } from "./lib/layer/word2ket.ts";
export type { Word2KetArgs } from "./lib/layer/word2ket.ts";
export { Word2KetXS } from "./lib/layer/word2ket_xs.ts";
export type { Word2KetXSArgs } from "./lib/layer/word2ket_xs.ts";
export { ketRows } from "./lib/op/ket_rows.ts";
export type { KetFactors } from "./lib/op/ket_rows.ts";
export type { KroneckerProducts } from "./lib/op/kronecker_products.ts";
export { kroneckerRows } from "./lib/op/kronecker_rows.ts";
export { balancedFactors } from "./lib/shape/balanced_factors.ts";
export { digits, fromDigits } from "./lib/shape/digits.ts";
export { integerRoot } from "./lib/shape/integer_root.ts";
export { batches, type BatchOptions } from "./lib/text/batches.ts";
export { ngramBuckets, type NgramOptions } from "./lib/text/ngram_buckets.ts";
export { padded, type PaddedIds } from "./lib/text/padded.ts";
export { parseTable, type TableOptions } from "./lib/text/parse_table.ts";
export { readTable } from "./lib/text/read_table.ts";
export { shuffled } from "./lib/text/shuffled.ts";
export {
  type Split,
  type SplitOptions,
  stratifiedSplit,
} from "./lib/text/stratified_split.ts";
export { Vocabulary, type VocabularyOptions } from "./lib/text/vocabulary.ts";
export { words } from "./lib/text/words.ts";
export {
  type Progress,
  progress,
  type ProgressOptions,
} from "./lib/train/progress.ts";
