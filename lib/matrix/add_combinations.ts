/**
 * Adds to each of some vectors a sum of rows, each row times its weight: what the
 * transpose of a matrix of these rows makes of the weights, without the transpose.
 *
 * Four rows go to two vectors at a time, so that each number is seldom read and written.
 *
 * @param sums Vectors of n numbers each, which are added to.
 * @param weights For each vector as many numbers as there are rows.
 * @param rows Rows of n numbers each.
 */
export function addCombinations(
  sums: readonly Float64Array[],
  weights: readonly Float64Array[],
  rows: readonly Float64Array[],
): void {
  const unused = new Float64Array(sums.length % 2 ? sums[0].length : 0);
  for (let i = 0; i < rows.length; i += 4) {
    const a = rows[i];
    const b = rows[i + 1] ?? a;
    const c = rows[i + 2] ?? a;
    const d = rows[i + 3] ?? a;
    for (let k = 0; k < sums.length; k += 2) {
      const sum = sums[k];
      const nextSum = sums[k + 1] ?? unused;
      const [s, t, u, v] = fourFrom(weights[k], i);
      const [w, x, y, z] = fourFrom(weights[k + 1] ?? unused, i);
      for (let j = 0; j < sum.length; j++) {
        const e = a[j];
        const f = b[j];
        const g = c[j];
        const h = d[j];
        sum[j] += s * e + t * f + u * g + v * h;
        nextSum[j] += w * e + x * f + y * g + z * h;
      }
    }
  }
}

/** Four numbers of a list from a place on; zeros for those behind its end. */
function fourFrom(list: Float64Array, i: number): number[] {
  return [list[i], list[i + 1] ?? 0, list[i + 2] ?? 0, list[i + 3] ?? 0];
}
