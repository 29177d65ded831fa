import { addCombinations } from "./add_combinations.ts";
import { dot } from "./dot.ts";
import { dots } from "./dots.ts";
import { normal, type RandomSource } from "./random_source.ts";

/** Of what is left of a vector to the vector, of which rounding leaves as much. */
const ROUNDING = 2 ** -40;
/** Of what is left of a vector to the vector, below which rounding shows in it. */
const FALLEN = 1 / 2;

/**
 * Adds vectors to an orthonormal basis, made orthonormal themselves.
 *
 * What the basis has of them is taken away all at once: first what its newest vectors
 * have, which in Lanczos' process is all but rounding, and then the rest. It is done again
 * only where little is left of a vector, as twice is enough. Random ones take the place
 * of vectors that had nothing new.
 *
 * @param basis Orthonormal vectors of n numbers each, which the new ones are added to.
 * @param vectors Vectors of n numbers each, which become those that are added; together
 *   with the basis n at most.
 * @param random Where the random ones come from.
 * @returns Upper triangle, by rows: less what the basis had of it, vector k was the sum of
 *   the new ones, each times its number in column k.
 *
 * @see B. N. Parlett, "The symmetric eigenvalue problem", 1980, section 6.9.
 */
export function extendBasis(
  basis: Float64Array[],
  vectors: readonly Float64Array[],
  random: RandomSource,
): number[][] {
  takeAway(basis.slice(-vectors.length), vectors);
  let { triangle, fallen } = orthonormalize(basis, vectors, random);
  while (fallen) {
    const again = orthonormalize(basis, vectors, random);
    triangle = again.triangle.map((row) =>
      row.map((_, k) => row.reduce((sum, x, i) => sum + x * triangle[i][k], 0))
    );
    fallen = again.fallen;
  }
  basis.push(...vectors);
  return triangle;
}

/** One pass over the vectors, and whether one of them fell too far for one pass. */
function orthonormalize(
  basis: readonly Float64Array[],
  vectors: readonly Float64Array[],
  random: RandomSource,
): { triangle: number[][]; fallen: boolean } {
  const triangle = vectors.map(() => vectors.map(() => 0));
  let fallen = false;
  const before = vectors.map(norm);
  takeAway(basis, vectors);
  for (const [k, vector] of vectors.entries()) {
    const [parts] = takeAway(vectors.slice(0, k), [vector]);
    for (const [i, part] of parts.entries()) triangle[i][k] = part;
    const length = norm(vector);
    fallen ||= length <= FALLEN * before[k];
    if (length > ROUNDING * before[k]) {
      triangle[k][k] = length;
    } else {
      for (let i = 0; i < vector.length; i++) vector[i] = normal(random);
    }
    const scale = 1 / (triangle[k][k] || norm(vector));
    for (let i = 0; i < vector.length; i++) vector[i] *= scale;
  }
  return { triangle, fallen };
}

/** Takes from vectors what orthonormal ones have of them, and returns how much of each. */
function takeAway(
  basis: readonly Float64Array[],
  vectors: readonly Float64Array[],
): Float64Array[] {
  const parts = dots(basis, vectors);
  addCombinations(vectors, parts.map((part) => part.map((x) => -x)), basis);
  return parts;
}

/** Length of a vector. */
function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
