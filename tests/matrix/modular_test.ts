import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ShapeError } from "../../lib/error/shape_error.ts";
import type { Matrix } from "../../lib/matrix/matrix.ts";
import {
  inverse,
  kroneckerModulo,
  multiplyModulo,
  PRIME_COUNT,
  randomPrime,
  reduce,
} from "../../lib/matrix/modular.ts";
import { randomSource } from "../../lib/matrix/random_source.ts";

const PRIMES = [33_554_467, 47_615_173, 67_108_859]; // the least and the largest in reach
const prime = fc.constantFrom(...PRIMES);

/** The least residue >= 0, in integers of any size. */
function residue(value: number | bigint, prime: number): number {
  const modulus = BigInt(prime);
  return Number(((BigInt(value) % modulus) + modulus) % modulus);
}

/** Residues of both signs, many of the largest size, where rounding would show. */
function residues(
  rows: number,
  columns: number,
  prime: number,
): fc.Arbitrary<Matrix> {
  const most = (prime - 1) / 2;
  const value = fc.oneof(
    fc.integer({ min: -most, max: most }),
    fc.constantFrom(-most, most),
  );
  const length = rows * columns;
  return fc.array(value, { minLength: length, maxLength: length }).map(
    (values) => ({ shape: [rows, columns], data: Float64Array.from(values) }),
  );
}

Deno.test("reduce() is exact and near 0 up to 2^53", () => {
  const value = fc.integer({
    min: Number.MIN_SAFE_INTEGER,
    max: Number.MAX_SAFE_INTEGER,
  });
  fc.assert(
    fc.property(value, prime, (x, p) => {
      const r = reduce(x, p);
      assert(Math.abs(r) <= p / 2 + 2);
      assertEquals(residue(r, p), residue(x, p));
    }),
    { numRuns: 10_000 },
  );
});

Deno.test("reduce() is 0 for every multiple of the prime", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 27 }), prime, (n, p) => {
    if (n * p > Number.MAX_SAFE_INTEGER) return;
    assert(reduce(n * p, p) === 0 && reduce(-n * p, p) === 0);
  }));
});

Deno.test("inverse() makes 1 with its argument", () => {
  fc.assert(fc.property(fc.integer(), prime, (x, p) => {
    const value = reduce(x, p);
    if (value === 0) return;
    assertEquals(residue(BigInt(value) * BigInt(inverse(value, p)), p), 1);
  }));
});

Deno.test("multiplyModulo() agrees with integers of any size", () => {
  const side = fc.integer({ min: 1, max: 17 });
  const pairs = fc.tuple(side, side, side, prime).chain(([m, k, n, p]) =>
    fc.tuple(residues(m, k, p), residues(k, n, p), fc.constant(p))
  );
  fc.assert(fc.property(pairs, ([a, b, p]) => {
    const [m, inner] = a.shape;
    const n = b.shape[1];
    const { data } = multiplyModulo(a, b, p);
    for (let i = 0; i < m; i++) {
      for (let c = 0; c < n; c++) {
        let sum = 0n;
        for (let k = 0; k < inner; k++) {
          sum += BigInt(a.data[i * inner + k]) * BigInt(b.data[k * n + c]);
        }
        assertEquals(residue(data[i * n + c], p), residue(sum, p));
        assert(Math.abs(data[i * n + c]) <= p / 2 + 2); // or the next sum is not exact
      }
    }
  }));
});

Deno.test("kroneckerModulo() agrees with integers of any size", () => {
  const pairs = prime.chain((p) =>
    fc.tuple(residues(2, 3, p), residues(3, 2, p), fc.constant(p))
  );
  fc.assert(fc.property(pairs, ([a, b, p]) => {
    const { shape, data } = kroneckerModulo(a, b, p);
    assertEquals(shape, [6, 6]);
    for (let place = 0; place < 36; place++) {
      const [i, c] = [Math.floor(place / 6), place % 6];
      const left = a.data[Math.floor(i / 3) * 3 + Math.floor(c / 2)];
      const right = b.data[(i % 3) * 2 + c % 2];
      assertEquals(
        residue(data[place], p),
        residue(BigInt(left) * BigInt(right), p),
      );
    }
  }));
});

Deno.test("multiplyModulo() refuses matrices that don't meet", () => {
  const matrix: Matrix = { shape: [2, 3], data: new Float64Array(6) };
  assertThrows(
    () => multiplyModulo(matrix, matrix, PRIMES[0]),
    ShapeError,
    "Cannot multiply matrices as shape must be [3, n]: got [2, 3]",
  );
});

Deno.test("randomPrime() draws primes between 2^25 and 2^26", () => {
  const random = randomSource(1);
  for (let draw = 0; draw < 20; draw++) {
    const p = randomPrime(random);
    assert(p > 2 ** 25 && p < 2 ** 26);
    for (let divisor = 2; divisor * divisor <= p; divisor++) {
      assert(p % divisor !== 0, `${divisor} divides ${p}`);
    }
  }
});

Deno.test("PRIME_COUNT is what the sieve of Eratosthenes counts", () => {
  const composite = new Uint8Array(2 ** 26);
  for (let n = 2; n < 2 ** 13; n++) {
    if (composite[n]) continue;
    for (let multiple = n * n; multiple < 2 ** 26; multiple += n) {
      composite[multiple] = 1;
    }
  }
  const primes = composite.subarray(2 ** 25).reduce(
    (sum, is) => sum + 1 - is,
    0,
  );
  assertEquals(PRIME_COUNT, primes);
});
