/**
 * A seed for each epoch of a run; those of one run are far from those of the next.
 *
 * It is an integer of 32 bits, of which the generators make use, so that a large seed
 * loses none of the epochs.
 *
 * @param seed The run's; an integer.
 * @param epoch From 1.
 * @returns An integer of 32 bits.
 */
export function epochSeed(seed: number, epoch: number): number {
  return (Math.imul(1_000_003, seed) + epoch) | 0;
}
