import { ShapeError } from "../error/shape_error.ts";
import { kronecker } from "./kronecker.ts";
import { type Matrix, zeros } from "./matrix.ts";
import type { RandomSource } from "./random_source.ts";

/*
 * Numbers modulo a prime p < 2^26 are kept as float64 residues r with |r| at most
 * p/2 + 2 < 2^25 + 2. A product of two is below 2^50.1, so that a residue plus the
 * sum of 7 products stays below 2^53: it is exact, and needs one reduction only.
 */

/** Products that may be added to a residue before it must be reduced. */
export const PRODUCTS_PER_REDUCTION = 7;

/** Number of primes in `[2^25, 2^26)`. */
export const PRIME_COUNT = 1_894_120;

/**
 * A random prime between 2^25 and 2^26.
 *
 * A random one, for a fixed one could be the one that divides every coefficient
 * of the polynomial that is asked about.
 *
 * @param random Where the randomness comes from.
 * @returns A prime; each of the 1 894 120 is as probable as the others.
 */
export function randomPrime(random: RandomSource): number {
  for (;;) {
    const candidate = 2 ** 25 + Math.floor(random() * 2 ** 25);
    if (isPrime(candidate)) return candidate;
  }
}

function isPrime(candidate: number): boolean {
  if (candidate % 2 === 0) return candidate === 2;
  for (let divisor = 3; divisor * divisor <= candidate; divisor += 2) {
    if (candidate % divisor === 0) return false;
  }
  return candidate > 1;
}

/**
 * The residue of an exact integer.
 *
 * @param value An integer below 2^53 in size.
 * @param prime A prime below 2^26.
 * @returns A residue of size at most `prime / 2 + 2`; 0 only for multiples.
 */
export function reduce(value: number, prime: number): number {
  return value - prime * Math.floor(value / prime + 0.5);
}

/**
 * The inverse of a residue.
 *
 * @param value A residue that is not 0.
 * @param prime A prime below 2^26.
 * @returns The residue that makes 1 with `value`.
 */
export function inverse(value: number, prime: number): number {
  let [a, b] = [prime, value < 0 ? value + prime : value];
  let [x, y] = [0, 1];
  while (b !== 0) {
    const quotient = Math.floor(a / b);
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return reduce(x, prime);
}

/**
 * A matrix of random residues.
 *
 * @param shape Rows and columns.
 * @param prime A prime below 2^26.
 * @param random Where the randomness comes from.
 * @returns A matrix whose entries are uniform modulo the prime.
 */
export function randomResidues(
  shape: readonly [number, number],
  prime: number,
  random: RandomSource,
): Matrix {
  const out = zeros(shape);
  for (let i = 0; i < out.data.length; i++) {
    out.data[i] = reduce(Math.floor(random() * prime), prime);
  }
  return out;
}

/**
 * Kronecker product modulo a prime.
 *
 * @param a Residues `[m, n]`.
 * @param b Residues `[p, q]`.
 * @param prime A prime below 2^26.
 * @returns Residues `[m·p, n·q]`.
 */
export function kroneckerModulo(a: Matrix, b: Matrix, prime: number): Matrix {
  const out = kronecker(a, b);
  for (let i = 0; i < out.data.length; i++) {
    out.data[i] = reduce(out.data[i], prime);
  }
  return out;
}

/**
 * Product modulo a prime.
 *
 * @param a Residues `[m, k]`.
 * @param b Residues `[k, n]`.
 * @param prime A prime below 2^26.
 * @returns Residues `[m, n]`.
 * @throws {ShapeError} If the matrices don't meet.
 */
export function multiplyModulo(a: Matrix, b: Matrix, prime: number): Matrix {
  const [m, inner] = a.shape;
  const n = b.shape[1];
  if (b.shape[0] !== inner) {
    throw new ShapeError("multiply matrices", `[${inner}, n]`, b.shape);
  }
  const out = zeros([m, n]);
  for (let i = 0; i < m; i++) {
    const row = out.data.subarray(i * n, (i + 1) * n);
    for (let start = 0; start < inner; start += PRODUCTS_PER_REDUCTION) {
      const end = Math.min(inner, start + PRODUCTS_PER_REDUCTION);
      const weights = a.data.subarray(i * inner + start, i * inner + end);
      addCombination(row, weights, b.data.subarray(start * n, end * n), prime);
    }
  }
  return out;
}

/**
 * Adds a combination of at most seven rows to a row, in place.
 *
 * @param row Residues `[n]`.
 * @param weights Residues, one per row of `others`; at most 7.
 * @param others Residues, row after row, each `[n]`.
 * @param prime A prime below 2^26.
 * @param start Where to begin; the entries before it stay as they are.
 */
export function addCombination(
  row: Float64Array,
  weights: Float64Array,
  others: Float64Array,
  prime: number,
  start = 0,
): void {
  const n = row.length;
  if (weights.length < PRODUCTS_PER_REDUCTION) {
    for (let c = start; c < n; c++) {
      let sum = row[c];
      for (let k = 0; k < weights.length; k++) {
        sum += weights[k] * others[k * n + c];
      }
      row[c] = reduce(sum, prime);
    }
    return;
  }
  const [w0, w1, w2, w3, w4, w5, w6] = weights;
  const [n2, n3, n4, n5, n6] = [2 * n, 3 * n, 4 * n, 5 * n, 6 * n];
  const scale = 1 / prime;
  for (let c = start; c < n; c++) {
    const sum = row[c] + w0 * others[c] + w1 * others[n + c] +
      w2 * others[n2 + c] + w3 * others[n3 + c] + w4 * others[n4 + c] +
      w5 * others[n5 + c] + w6 * others[n6 + c];
    row[c] = sum - prime * Math.floor(sum * scale + 0.5);
  }
}
