import { assertAlmostEquals, assertEquals } from "@std/assert";
import { addCombinations } from "../../lib/matrix/add_combinations.ts";
import { dot } from "../../lib/matrix/dot.ts";
import { dots } from "../../lib/matrix/dots.ts";
import { extendBasis } from "../../lib/matrix/extend_basis.ts";
import { normal, randomSource } from "../../lib/matrix/random_source.ts";

function vectors(count: number, length: number, seed: number): Float64Array[] {
  const random = randomSource(seed);
  return Array.from(
    { length: count },
    () => Float64Array.from({ length }, () => normal(random)),
  );
}

Deno.test("dots() and addCombinations() take any number of rows and vectors", () => {
  for (let rows = 1; rows <= 6; rows++) {
    for (let count = 1; count <= 3; count++) {
      for (const length of [1, 4, 7]) {
        const [a, v] = [vectors(rows, length, 1), vectors(count, length, 2)];
        const products = dots(a, v);
        const sums = v.map((vector) => vector.slice());
        addCombinations(sums, products, a);
        for (const [k, vector] of v.entries()) {
          assertEquals(products[k].length, rows);
          for (const [i, row] of a.entries()) {
            assertAlmostEquals(products[k][i], dot(row, vector), 1e-12);
          }
          for (const [j, sum] of sums[k].entries()) {
            const added = a.reduce(
              (s, row, i) => s + products[k][i] * row[j],
              0,
            );
            assertAlmostEquals(sum, vector[j] + added, 1e-12);
          }
        }
      }
    }
  }
});

Deno.test("extendBasis() adds what is new of vectors, and random ones for what is not", () => {
  const random = randomSource(5);
  const basis: Float64Array[] = [];
  extendBasis(basis, vectors(3, 9, 1), random);
  const [a, b, c] = vectors(3, 9, 2);
  const added = [
    a,
    a.map((x, j) => 2 * x - basis[1][j]), // nothing new
    b.map((x, j) => 1e-9 * x + basis[0][j]), // little new
    c,
  ];
  const before = added.map((vector) => vector.slice());
  const triangle = extendBasis(basis, added, random);
  assertEquals(basis.length, 7);
  for (const [i, one] of basis.entries()) {
    for (const [j, other] of basis.entries()) {
      assertAlmostEquals(dot(one, other), i === j ? 1 : 0, 1e-14);
    }
  }
  assertEquals(triangle[1][1], 0);
  for (const [k, vector] of before.entries()) {
    const known = dots(basis.slice(0, 3), [vector])[0];
    for (const [j, x] of vector.entries()) {
      const old = basis.slice(0, 3).reduce((s, u, i) => s + known[i] * u[j], 0);
      const fresh = added.reduce((s, u, i) => s + triangle[i][k] * u[j], 0);
      assertAlmostEquals(old + fresh, x, 1e-13);
    }
  }
});
