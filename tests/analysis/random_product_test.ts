import { assertEquals } from "@std/assert";
import { drawFactors, writeKernel } from "../../lib/analysis/random_product.ts";
import { randomPrime, reduce } from "../../lib/matrix/modular.ts";
import { randomSource } from "../../lib/matrix/random_source.ts";

Deno.test("writeKernel() is the sum of the terms modulo the prime", () => {
  const random = randomSource(1);
  const prime = randomPrime(random);
  const layer = { rank: 9, rowFactors: [2, 3], columnFactors: [3, 2] };
  const [factors] = drawFactors([layer], prime, random);
  const [a, b] = factors.map(({ data }) => Array.from(data, BigInt));
  const expected = Float64Array.from({ length: 36 }, (_, place) => {
    const [i, j] = [Math.floor(place / 6), place % 6];
    const sum = Array.from(
      { length: 9 },
      (_, k) =>
        a[k * 6 + Math.floor(i / 3) * 3 + Math.floor(j / 2)] *
        b[k * 6 + i % 3 * 2 + j % 2],
    ).reduce((x, y) => x + y);
    return reduce(Number(sum % BigInt(prime)), prime);
  });
  assertEquals(writeKernel(layer, factors, prime), {
    shape: [6, 6],
    data: expected,
  });
});
