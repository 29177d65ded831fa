/**
 * Exact ranks beside ranks by singular values; `rank_peers.py` runs this and the same
 * work in python-flint and numpy.
 *
 * @module
 */

import { expressiveDimension } from "../../lib/analysis/expressive_dimension.ts";
import { genericKroneckerRank } from "../../lib/analysis/generic_rank.ts";
import { evenStack } from "../../lib/analysis/rank_growth.ts";
import type { Matrix } from "../../lib/matrix/matrix.ts";
import { randomPrime, randomResidues } from "../../lib/matrix/modular.ts";
import { normal, randomSource } from "../../lib/matrix/random_source.ts";
import { rankModulo } from "../../lib/matrix/rank_modulo.ts";
import { singularValues } from "../../lib/matrix/singular_values.ts";

const random = randomSource(0);
const prime = randomPrime(random);

function normals(size: number): Matrix {
  const data = Float64Array.from({ length: size ** 2 }, () => normal(random));
  return { shape: [size, size], data };
}

for (const size of [256, 512, 1024, 2048]) {
  const group = `${size}×${size}`;
  const runs = size < 1024 ? { n: 10, warmup: 2 } : { n: 1, warmup: 0 };
  const residues = randomResidues([size, size], prime, random);
  const matrix = normals(size);

  Deno.bench({
    name: `singular values, ${group}`,
    group,
    baseline: true,
    ...runs,
    fn: () => void singularValues(matrix),
  });
  Deno.bench({
    name: `rank modulo p, ${group}`,
    group,
    ...runs,
    fn: () => void rankModulo(residues, prime),
  });
}

for (const depth of [1, 2, 3]) {
  const stack = evenStack([8, 8], 3, depth);
  const group = `stack of ${depth}, 8×8, rank 3`;
  Deno.bench({
    name: `genericKroneckerRank, depth ${depth}`,
    group,
    baseline: true,
    fn: () => void genericKroneckerRank(stack),
  });
  Deno.bench({
    name: `expressiveDimension, depth ${depth}`,
    group,
    n: 1,
    warmup: 0,
    fn: () => void expressiveDimension(stack),
  });
}
