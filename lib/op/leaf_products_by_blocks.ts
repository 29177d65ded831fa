import { tf } from "../engine/tf.ts";
import type { LeafProductsAttributes } from "../engine/wasm_leaf_products.ts";
import { product } from "../shape/product.ts";
import { splitPosition } from "../shape/split_position.ts";

/** Intermediate values that one block of ids may take, in floats: 16 MiB. */
const BLOCK = 2 ** 22;

/** A block of ids: its place among all, and what its ids take of each factor. */
interface Block {
  readonly begin: number;
  readonly count: number;
  /** Rows of factor `j`: int32 `[count]`. */
  readonly digits: readonly Int32Array[];
}

/** Sizes that stay the same from block to block. */
interface Sizes {
  readonly rank: number;
  /** Factors before this one are multiplied out from the left, the others from the right. */
  readonly split: number;
  /** Product of the left factors' columns. */
  readonly left: number;
  /** Product of the right factors' columns. */
  readonly right: number;
}

/**
 * Value of {@linkcode leafProducts} by operations that every backend has.
 *
 * Leaves are multiplied out from both ends to P `[ids, rank, a]` and S
 * `[ids, rank, b]`; one product PᵀS sums the terms up.
 */
export function leafProductsValue(
  factors: readonly tf.Tensor3D[],
  attributes: LeafProductsAttributes,
): tf.Tensor2D {
  const sizes = sizesOf(factors, attributes);
  const parts = blocks(factors, attributes, sizes).map((block) =>
    tf.tidy(() => {
      const leaves = gather(factors, attributes, block);
      const left = chain(leaves.slice(0, sizes.split), block.count, sizes.rank);
      const right = chain(leaves.slice(sizes.split), block.count, sizes.rank);
      const rows = tf.matMul(left.at(-1)!, right.at(-1)!, true, false);
      return tf.slice2d(
        tf.reshape(rows, [block.count, sizes.left * sizes.right]),
        [0, 0],
        [block.count, attributes.columns],
      );
    })
  );
  return parts.length === 1 ? parts[0] : tf.concat2d(parts, 0);
}

/** Gradients of {@linkcode leafProductsValue} with respect to each factor. */
export function leafProductsGradient(
  slopes: tf.Tensor,
  factors: readonly tf.Tensor3D[],
  attributes: LeafProductsAttributes,
): tf.Tensor[] {
  const sizes = sizesOf(factors, attributes);
  const { rank, split, left, right } = sizes;
  const padding = left * right - attributes.columns;
  return blocks(factors, attributes, sizes).reduce(
    (sums: tf.Tensor[], block) => {
      const next = tf.tidy(() => {
        const { begin, count } = block;
        const leaves = gather(factors, attributes, block);
        const lefts = leaves.slice(0, split);
        const rights = leaves.slice(split);
        const leftLevels = chain(lefts, count, rank);
        const rightLevels = chain(rights, count, rank);
        const slope = tf.reshape(
          tf.pad2d(
            tf.slice2d(slopes as tf.Tensor2D, [begin, 0], [count, -1]),
            [[0, 0], [0, padding]],
          ),
          [count, left, right],
        );
        const toLeft: tf.Tensor3D = tf.matMul(
          rightLevels.at(-1)!,
          slope,
          false,
          true,
        );
        const toRight: tf.Tensor3D = tf.matMul(leftLevels.at(-1)!, slope);
        const gradients = [
          ...chainGradient(lefts, leftLevels, toLeft),
          ...chainGradient(rights, rightLevels, toRight),
        ].map((gradient, j) =>
          scatter(gradient, factors[j], attributes, block.digits[j])
        );
        return sums.length === 0
          ? gradients
          : gradients.map((gradient, j) => tf.add(sums[j], gradient));
      });
      tf.dispose(sums);
      return next;
    },
    [],
  );
}

function sizesOf(
  factors: readonly tf.Tensor3D[],
  { rowAxis }: LeafProductsAttributes,
): Sizes {
  const columns = factors.map(({ shape }) => shape[2]);
  const split = splitPosition(columns);
  return {
    rank: factors[0].shape[1 - rowAxis],
    split,
    left: product(columns.slice(0, split)),
    right: product(columns.slice(split)),
  };
}

function blocks(
  factors: readonly tf.Tensor3D[],
  { digits }: LeafProductsAttributes,
  { rank, left, right }: Sizes,
): Block[] {
  const order = factors.length;
  const ids = digits.length / order;
  const perId = 2 * rank * (left + right) + left * right;
  const size = Math.max(1, Math.floor(BLOCK / perId));
  return Array.from({ length: Math.ceil(ids / size) }, (_, i) => {
    const begin = i * size;
    const count = Math.min(size, ids - begin);
    return {
      begin,
      count,
      digits: factors.map((_, j) =>
        Int32Array.from(
          { length: count },
          (_, n) => digits[(begin + n) * order + j],
        )
      ),
    };
  });
}

/** Leaves of a block's ids: factor `j` gives `[count, rank, columns_j]`. */
function gather(
  factors: readonly tf.Tensor3D[],
  { rowAxis }: LeafProductsAttributes,
  { digits }: Block,
): tf.Tensor3D[] {
  return factors.map((factor, j) => {
    const leaves = tf.gather(factor, tf.tensor1d(digits[j], "int32"), rowAxis);
    return rowAxis === 0 ? leaves : tf.transpose(leaves, [1, 0, 2]);
  });
}

/** Sum of the leaves' gradients by the row that each was taken from, in the factor's shape. */
function scatter(
  gradient: tf.Tensor3D,
  { shape }: tf.Tensor3D,
  { rowAxis }: LeafProductsAttributes,
  digits: Int32Array,
): tf.Tensor3D {
  const [count, rank, columns] = gradient.shape;
  const rows = shape[rowAxis];
  const sums = tf.reshape(
    tf.scatterND(
      tf.tensor2d(digits, [count, 1], "int32"),
      tf.reshape(gradient, [count, rank * columns]),
      [rows, rank * columns],
    ),
    [rows, rank, columns],
  );
  return (rowAxis === 0 ? sums : tf.transpose(sums, [1, 0, 2])) as tf.Tensor3D;
}

/** Products of the first `l + 1` leaves as `[count, rank, Π columns]`, ones if there is none. */
function chain(
  leaves: readonly tf.Tensor3D[],
  count: number,
  rank: number,
): tf.Tensor3D[] {
  if (leaves.length === 0) return [tf.ones([count, rank, 1])];
  const levels = [leaves[0]];
  for (const leaf of leaves.slice(1)) {
    const before = levels.at(-1)!;
    levels.push(tf.reshape(
      tf.mul(tf.expandDims(before, 3), tf.expandDims(leaf, 2)),
      [count, rank, before.shape[2] * leaf.shape[2]],
    ));
  }
  return levels;
}

/** Gradients of a chain's leaves, given that of its last level. */
function chainGradient(
  leaves: readonly tf.Tensor3D[],
  levels: readonly tf.Tensor3D[],
  slope: tf.Tensor3D,
): tf.Tensor3D[] {
  const gradients: tf.Tensor3D[] = [];
  for (let l = leaves.length - 1; l > 0; l--) {
    const [count, rank, columns] = leaves[l].shape;
    const before = levels[l - 1];
    const slopes = tf.reshape(slope, [count, rank, before.shape[2], columns]);
    gradients.unshift(tf.sum(tf.mul(slopes, tf.expandDims(before, 3)), 2));
    slope = tf.sum(tf.mul(slopes, tf.expandDims(leaves[l], 2)), 3);
  }
  return leaves.length === 0 ? [] : [slope, ...gradients];
}
