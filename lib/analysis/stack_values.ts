import { kronecker } from "../matrix/kronecker.ts";
import { type Matrix, transpose, zeros } from "../matrix/matrix.ts";
import { multiply } from "../matrix/multiply.ts";
import { normal, type RandomSource } from "../matrix/random_source.ts";
import { rearrange } from "../matrix/rearrange.ts";
import { row } from "../matrix/row.ts";
import { rowProducts } from "../matrix/row_products.ts";
import { kernelShape, type Stack, type StackLayer } from "./stack.ts";

/** Values of a layer's factors: factor j is a matrix `[rank, rows_j · columns_j]`. */
export type LayerValues = Matrix[];

/**
 * Random normal factors, such that each kernel keeps the size of a vector.
 *
 * A kernel's entries have the deviation `σ = rows^(-1/2)`, each factor's
 * `(σ² / rank)^(1 / (2 · order))`.
 *
 * @param stack The layers.
 * @param random Where the randomness comes from.
 * @returns Values by layer.
 */
export function drawValues(stack: Stack, random: RandomSource): LayerValues[] {
  return stack.map((layer) => {
    const { rank, rowFactors, columnFactors } = layer;
    const variance = 1 / kernelShape(layer)[0];
    const deviation = (variance / rank) ** (1 / (2 * rowFactors.length));
    return rowFactors.map((rows, j) => {
      const factor = zeros([rank, rows * columnFactors[j]]);
      return {
        ...factor,
        data: factor.data.map(() => deviation * normal(random)),
      };
    });
  });
}

/**
 * A layer's kernel, written out.
 *
 * @param layer The layer's sizes.
 * @param factors Its values.
 * @returns `Σ_k F_1[k] ⊗ … ⊗ F_d[k]`.
 */
export function writeValues(layer: StackLayer, factors: LayerValues): Matrix {
  const { rank, rowFactors, columnFactors } = layer;
  const out = zeros(kernelShape(layer));
  for (let k = 0; k < rank; k++) {
    const term = factors
      .map((factor, j): Matrix => ({
        ...row(factor, k),
        shape: [rowFactors[j], columnFactors[j]],
      }))
      .reduce(kronecker);
    for (let i = 0; i < out.data.length; i++) out.data[i] += term.data[i];
  }
  return out;
}

/**
 * What a change of the kernel's entries means for one of its factors: the transposed
 * derivative of {@linkcode writeValues}.
 *
 * @param layer The layer's sizes.
 * @param factors Its values.
 * @param j Which factor.
 * @param gradient Slopes by the kernel's entries, of the kernel's shape.
 * @returns Slopes by the entries of factor j, `[rank, rows_j · columns_j]`.
 */
export function factorGradient(
  layer: StackLayer,
  factors: LayerValues,
  j: number,
  gradient: Matrix,
): Matrix {
  // in the rearranged kernel each term is the outer product of its factors' entries
  const unfolded = rearrange(gradient, layer, { unfolding: [j] });
  const others = rowProducts(factors.toSpliced(j, 1), layer.rank);
  return multiply(others, transpose(unfolded));
}

/**
 * Products of the kernels before and behind each layer.
 *
 * @param kernels Kernels, first applied first.
 * @returns For each layer the product of all before it and of all behind it;
 *   `undefined` where there is none.
 */
export function surroundings(
  kernels: readonly Matrix[],
): { before?: Matrix | undefined; behind?: Matrix | undefined }[] {
  const before: (Matrix | undefined)[] = [undefined];
  const behind: (Matrix | undefined)[] = [undefined];
  for (let l = 0; l + 1 < kernels.length; l++) {
    before.push(chain(before[l], kernels[l]));
    behind.unshift(chain(kernels[kernels.length - 1 - l], behind[0]));
  }
  return kernels.map((_, l) => ({ before: before[l], behind: behind[l] }));
}

/**
 * Product of matrices, some of which may be the identity.
 *
 * @param matrices Matrices that meet; `undefined` stands for the identity.
 * @returns Their product.
 */
export function chain(...matrices: (Matrix | undefined)[]): Matrix {
  return matrices.filter((matrix) => matrix !== undefined).reduce(multiply);
}
