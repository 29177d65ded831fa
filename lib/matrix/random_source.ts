/** Draws numbers in `[0, 1)`, the same ones for the same seed. */
export type RandomSource = () => number;

/**
 * A repeatable source of random numbers with 53 random bits each.
 *
 * @param seed Any number; its lowest 32 bits count.
 * @returns A function that draws the next number in `[0, 1)`.
 *
 * @see G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
 *   generators", 2014: the 32-bit finalizer over a Weyl sequence.
 */
export function randomSource(seed: number): RandomSource {
  let state = seed | 0;
  function next32(): number {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }
  return () => ((next32() >>> 5) * 2 ** 26 + (next32() >>> 6)) / 2 ** 53;
}

/**
 * A number from the standard normal distribution (Box and Muller's way).
 *
 * @param random Where the randomness comes from.
 * @returns A draw with mean 0 and deviation 1.
 */
export function normal(random: RandomSource): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}
