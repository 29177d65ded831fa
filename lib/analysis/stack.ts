import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { isObject } from "../error/describe_value.ts";
import { ShapeError } from "../error/shape_error.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { checkMemory } from "../matrix/check_memory.ts";
import { checkFactors, type MatrixSplit } from "../matrix/rearrange.ts";
import { contractionCost, contractionSequence } from "../shape/contraction.ts";
import { product } from "../shape/product.ts";

/** Sizes of one layer whose kernel is a sum of Kronecker products. */
export interface StackLayer extends MatrixSplit {
  /** Number of terms; an integer >= 1. */
  readonly rank: number;
}

/**
 * Layers whose kernels are multiplied, the one that is applied first at the front:
 * `x · K_1 · K_2 · …`.
 *
 * Each kernel is `[Π rowFactors, Π columnFactors]`; the columns of one are the rows
 * of the next, but may be split in another way.
 */
export type Stack = readonly StackLayer[];

/**
 * Refuse a stack that has no product.
 *
 * @param action What can't be done otherwise.
 * @param stack The layers.
 * @throws {RangeError} If there is no layer or a size is not an integer >= 1.
 * @throws {ShapeError} If a layer's rows are not the columns of the one before; names
 *   the layer and both sizes.
 * @throws {TypeError} If it is no array of layers.
 */
export function checkStack(action: string, stack: Stack): void {
  checkLayers(action, stack);
  if (stack.length < 1) {
    throw new RangeError(
      `Cannot ${action} as stack must hold at least one layer: got 0`,
    );
  }
  for (const [l, layer] of stack.entries()) {
    checkPositiveIntegers(action, { [`rank of layer ${l}`]: layer.rank });
    checkFactors(`${action} with layer ${l}`, layer);
    if (l === 0) continue;
    const [, meets] = kernelShape(stack[l - 1]);
    const [rows, columns] = kernelShape(layer);
    if (rows !== meets) {
      throw new ShapeError(
        action,
        `[${meets}, columns] in layer ${l}, as layer ${
          l - 1
        } has ${meets} columns`,
        [rows, columns],
      );
    }
  }
}

/** Refuse what is no list of layers, such as a layer without brackets around it. */
function checkLayers(action: string, stack: Stack): void {
  const need = "{ rank: 3, rowFactors: [4, 4], columnFactors: [4, 4] }";
  if (!Array.isArray(stack)) {
    throw wrongKind(
      action,
      "stack",
      `an array of layers such as [${need}]`,
      stack,
    );
  }
  for (const [l, layer] of stack.entries()) {
    const isLayer = isObject(layer) &&
      isList((layer as StackLayer).rowFactors) &&
      isList((layer as StackLayer).columnFactors);
    if (isLayer) continue;
    throw wrongKind(action, `layer ${l}`, `an object such as ${need}`, layer);
  }
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

/**
 * Refuse a stack whose product has no rearrangement.
 *
 * @param action What can't be done otherwise.
 * @param stack The layers, checked before.
 * @returns How the product's rows and columns are split.
 * @throws {RangeError} If the first layer splits its rows into another number of
 *   factors than the last its columns.
 */
export function productSplit(action: string, stack: Stack): MatrixSplit {
  const { rowFactors } = stack[0];
  const { columnFactors } = stack[stack.length - 1];
  if (rowFactors.length !== columnFactors.length) {
    throw new RangeError(
      `Cannot ${action} as the last layer must have the order of the first, ${rowFactors.length}: got ${columnFactors.length}`,
    );
  }
  return { rowFactors, columnFactors };
}

/**
 * Refuse a stack whose factors, kernels or product memory can't hold, before any is made.
 *
 * @param action What can't be done otherwise.
 * @param stack The layers, checked before.
 * @throws {RangeError} If one would take more than 2 GiB; the message says how much.
 */
export function checkProductMemory(action: string, stack: Stack): void {
  const [rows] = kernelShape(stack[0]);
  for (const layer of stack) {
    const [inputs, outputs] = kernelShape(layer);
    for (const [j, size] of layer.rowFactors.entries()) {
      checkMemory(action, [layer.rank, size * layer.columnFactors[j]]);
    }
    checkMemory(action, [inputs, outputs]);
    checkMemory(action, [rows, outputs]);
  }
}

/**
 * Rows and columns of a layer's kernel.
 *
 * @param layer The layer.
 * @returns The products of its factors.
 */
export function kernelShape(layer: MatrixSplit): [number, number] {
  return [product(layer.rowFactors), product(layer.columnFactors)];
}

/**
 * Rows and columns of the matrix that a stack's product is.
 *
 * @param stack The layers, at least one.
 * @returns The rows of the first kernel and the columns of the last.
 */
export function productShape(stack: Stack): [number, number] {
  const [rows] = kernelShape(stack[0]);
  const [, columns] = kernelShape(stack[stack.length - 1]);
  return [rows, columns];
}

/**
 * Number of parameters of a stack.
 *
 * @param stack The layers.
 * @returns `Σ rank · Σ rows_j · columns_j` over the layers.
 * @throws {RangeError} If there is no layer or a size is not an integer >= 1.
 * @throws {ShapeError} If two layers' sizes don't meet.
 * @throws {TypeError} If it is no array of layers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const layer = { rank: 3, rowFactors: [4, 4], columnFactors: [4, 4] };
 * assertEquals(stackParameters([layer, layer]), 192);
 * ```
 */
export function stackParameters(stack: Stack): number {
  checkStack("count the parameters of a stack", stack);
  return stack.reduce((total, { rank, rowFactors, columnFactors }) => {
    const entries = rowFactors.map((rows, j) => rows * columnFactors[j]);
    return total + rank * entries.reduce((sum, size) => sum + size, 0);
  }, 0);
}

/**
 * Multiply–adds that a vector takes through a stack, kernel by kernel in its factors.
 *
 * Each term applies its factors one after the other, in the cheapest order.
 *
 * @param stack The layers.
 * @returns Multiply–adds for one input vector.
 * @throws {RangeError} If there is no layer or a size is not an integer >= 1.
 * @throws {ShapeError} If two layers' sizes don't meet.
 * @throws {TypeError} If it is no array of layers.
 */
export function stackMultiplyAdds(stack: Stack): number {
  checkStack("count the multiply–adds of a stack", stack);
  return stack.reduce((total, layer) => {
    const { rank, rowFactors, columnFactors } = layer;
    const sizes = {
      rank,
      inputFactors: rowFactors,
      outputFactors: columnFactors,
    };
    const { multiplyAdds } = contractionCost(sizes, contractionSequence(sizes));
    return total + multiplyAdds;
  }, 0);
}
