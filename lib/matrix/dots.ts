/**
 * Products of rows with vectors: what a matrix of these rows makes of each of them.
 *
 * Two rows meet two vectors at a time, as each number that is read serves twice then, and
 * two numbers of each, as a sum waits half as often for the one before.
 *
 * @param rows Rows of n numbers each.
 * @param vectors Vectors of n numbers each.
 * @returns For each vector as many numbers as there are rows.
 */
export function dots(
  rows: readonly Float64Array[],
  vectors: readonly Float64Array[],
): Float64Array[] {
  const out = vectors.map(() => new Float64Array(rows.length));
  for (let i = 0; i < rows.length; i += 2) {
    const row = rows[i];
    const nextRow = rows[i + 1] ?? row;
    for (let k = 0; k < vectors.length; k += 2) {
      const vector = vectors[k];
      const nextVector = vectors[k + 1] ?? vector;
      let here = 0;
      let right = 0;
      let below = 0;
      let across = 0;
      let j = 0;
      for (; j + 1 < row.length; j += 2) {
        const r = row[j];
        const s = nextRow[j];
        const v = vector[j];
        const w = nextVector[j];
        const rr = row[j + 1];
        const ss = nextRow[j + 1];
        const vv = vector[j + 1];
        const ww = nextVector[j + 1];
        here += r * v + rr * vv;
        right += r * w + rr * ww;
        below += s * v + ss * vv;
        across += s * w + ss * ww;
      }
      if (j < row.length) {
        here += row[j] * vector[j];
        right += row[j] * nextVector[j];
        below += nextRow[j] * vector[j];
        across += nextRow[j] * nextVector[j];
      }
      out[k][i] = here;
      if (i + 1 < rows.length) out[k][i + 1] = below;
      if (k + 1 === vectors.length) continue;
      out[k + 1][i] = right;
      if (i + 1 < rows.length) out[k + 1][i + 1] = across;
    }
  }
  return out;
}
