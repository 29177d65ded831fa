import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { transpose } from "../../lib/matrix/matrix.ts";
import { multiplyModulo, randomResidues } from "../../lib/matrix/modular.ts";
import { randomSource } from "../../lib/matrix/random_source.ts";
import { rankModulo } from "../../lib/matrix/rank_modulo.ts";
import { integerMatrix } from "../support/matrices.ts";

const PRIME = 47_615_173;

Deno.test("rankModulo() finds the rank that a product was made with", () => {
  const sizes = fc.record({
    m: fc.integer({ min: 1, max: 40 }),
    n: fc.integer({ min: 1, max: 40 }),
    rank: fc.integer({ min: 0, max: 40 }),
    seed: fc.integer(),
  });
  fc.assert(fc.property(sizes, ({ m, n, rank, seed }) => {
    const random = randomSource(seed);
    const inner = Math.max(1, Math.min(rank, m, n));
    const a = randomResidues([m, inner], PRIME, random);
    const b = randomResidues([inner, n], PRIME, random);
    const product = multiplyModulo(a, b, PRIME);
    assertEquals(rankModulo(product, PRIME), inner);
    assertEquals(rankModulo(transpose(product), PRIME), inner);
  }));
});

Deno.test("rankModulo() finds pivots that are not in the first columns", () => {
  // rows of zeros and columns of zeros between those that count
  const sparse = fc.tuple(
    fc.uniqueArray(fc.nat(19), { maxLength: 20 }),
    fc.uniqueArray(fc.nat(19), { maxLength: 20 }),
  );
  fc.assert(fc.property(sparse, ([rows, columns]) => {
    const rank = Math.min(rows.length, columns.length);
    const data = new Float64Array(400);
    for (let k = 0; k < rank; k++) data[rows[k] * 20 + columns[k]] = k + 1;
    assertEquals(rankModulo({ shape: [20, 20], data }, PRIME), rank);
  }));
});

Deno.test("rankModulo() agrees with the determinant of 2 × 2 matrices", () => {
  fc.assert(fc.property(integerMatrix(2, 2), (a) => {
    const [p, q, r, s] = a.data;
    const isZero = a.data.every((value) => value === 0);
    const expected = isZero ? 0 : p * s === q * r ? 1 : 2;
    assertEquals(rankModulo(a, PRIME), expected);
  }));
});

Deno.test("rankModulo() leaves its argument as it is", () => {
  const data = Float64Array.of(3, 1, 6, 2);
  assertEquals(rankModulo({ shape: [2, 2], data }, PRIME), 1);
  assertEquals([...data], [3, 1, 6, 2]);
});

Deno.test("rankModulo() clears columns that the first pivots passed over", () => {
  // [[0, I], [B, 0]]: the first 20 pivots lie behind the columns of B
  const random = randomSource(1);
  const b = multiplyModulo(
    randomResidues([15, 4], PRIME, random),
    randomResidues([4, 10], PRIME, random),
    PRIME,
  );
  const data = new Float64Array(35 * 30);
  for (let i = 0; i < 20; i++) data[i * 30 + 10 + i] = 1;
  for (let i = 0; i < 15; i++) {
    data.set(b.data.subarray(i * 10, (i + 1) * 10), (20 + i) * 30);
  }
  assertEquals(rankModulo({ shape: [35, 30], data }, PRIME), 24);
});
