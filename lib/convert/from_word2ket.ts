import { tf } from "../engine/tf.ts";
import { checkObject } from "../error/check_object.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { ShapeError } from "../error/shape_error.ts";
import type { EmbeddingArgs } from "../layer/embedding_config.ts";
import { Word2Ket } from "../layer/word2ket.ts";
import { Word2KetXS } from "../layer/word2ket_xs.ts";
import { checkTensor } from "../op/check_tensor.ts";
import { integerRoot } from "../shape/integer_root.ts";

const ACTION = "make a layer of word2ket's leafs";

/**
 * A layer of the weights of a trained embedding of word2ket, the PyTorch package: of an
 * `EmbeddingKetXS` or, where each word has leafs of its own, an `EmbeddingKet`.
 *
 * The weights are what `state_dict()` calls `weight_leafs`, as `readSafetensors()` reads
 * them from a file that `safetensors.torch.save_file(model.state_dict(), path)` wrote.
 * They don't tell how many words and numbers a word there are, as the leafs hold more.
 * Leafs `[order, rank, 2, columns]` of 2 words are taken for an `EmbeddingKetXS`'s.
 *
 * @param leafs `weight_leafs`, `[order, rank, rows, columns]`; the caller may dispose it.
 * @param args Arguments of `tf.layers.embedding`; `inputDim` and `outputDim` are what the
 *   package calls `num_embeddings` and `embedding_dim`.
 * @returns The layer, whose vectors are those of the package's; an `EmbeddingKetXS` with
 *   `lazy=False` does not cut them to `embedding_dim`.
 * @throws {RangeError} If a size is not an integer >= 1.
 * @throws {ShapeError} If the leafs are not those of so many words and numbers a word.
 * @throws {TypeError} If `leafs` is no tensor or `args` no object.
 *
 * @see https://github.com/panaali/word2ket, version 0.0.2.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * // const { tensors } = readSafetensors(await Deno.readFile("model.safetensors"));
 * const tensors = { "embedding.weight_leafs": tf.ones([2, 10, 179, 20]) };
 * const layer = fromWord2Ket(tensors["embedding.weight_leafs"], {
 *   inputDim: 32_011,
 *   outputDim: 400,
 * });
 * assertEquals(layer.countParams(), 71_600);
 * const vector = layer.apply(tf.tensor1d([32_010], "int32")) as tf.Tensor;
 * assertEquals(vector.shape, [1, 400]);
 * ```
 */
export function fromWord2Ket(
  leafs: tf.Tensor,
  args: EmbeddingArgs,
): Word2KetXS | Word2Ket {
  checkTensor(ACTION, "leafs", leafs);
  const needed = "an object such as { inputDim: 32_011, outputDim: 400 }";
  checkObject(ACTION, "args", args, needed);
  const { inputDim, outputDim } = args;
  checkPositiveIntegers(ACTION, { inputDim, outputDim });
  const [order, rank, rows, columns] = leafs.shape;
  const shared = isSide(rows, inputDim, order);
  if (
    leafs.rank !== 4 || leafs.size === 0 ||
    !isSide(columns, outputDim, order) || !shared && rows !== inputDim
  ) {
    throw new ShapeError(
      `${ACTION} for ${inputDim} words of ${outputDim} numbers`,
      "[order, rank, rows, columns], where rows are the words or their order-th root, rounded up, and columns that of the numbers",
      leafs.shape,
    );
  }
  const sizes = { ...args, order, rank };
  const outputFactors = Array(order).fill(columns);
  const layer = shared
    ? new Word2KetXS({
      ...sizes,
      inputFactors: Array(order).fill(rows),
      outputFactors,
    })
    : new Word2Ket({ ...sizes, outputFactors });
  tf.tidy(() => {
    layer.apply(tf.zeros([1], "int32")); // which also names the weights after the layer
    // Word2Ket keeps the terms of a word side by side
    const axes = shared ? [0, 1, 2, 3] : [0, 2, 1, 3];
    layer.setWeights(tf.unstack(tf.transpose(leafs, axes)));
  });
  return layer;
}

/** Whether the package takes a side for that of so many items, rounded as it does. */
function isSide(side: number, items: number, order: number): boolean {
  if (!(order >= 1)) return false;
  return side === integerRoot(items, order) ||
    side === Math.ceil(items ** (1 / order)); // one more for 7 ** 5
}
