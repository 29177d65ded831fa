/**
 * Refuse values that are no share of a whole.
 *
 * @param action What can't be done otherwise, such as `"make a Transformer"`.
 * @param shares The values by the names that the caller knows them by.
 * @throws {RangeError} If one is not in `[0, 1)`; names the first such.
 */
export function checkShares(
  action: string,
  shares: Readonly<Record<string, number>>,
): void {
  for (const [name, share] of Object.entries(shares)) {
    if (share >= 0 && share < 1) continue;
    throw new RangeError(
      `Cannot ${action} as ${name} must be in [0, 1): got ${share}`,
    );
  }
}
