/** No array of numbers is made larger than this. */
const LARGEST = 2 ** 31;

/**
 * Refuse an array of float64 numbers that memory can't hold, before it is made.
 *
 * @param action What can't be done otherwise, such as `"write out a matrix"`.
 * @param shape Sizes of the array.
 * @throws {RangeError} If the array would take more than 2 GiB; the message says
 *   how much.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => checkMemory("write out a matrix", [65_536, 65_536]),
 *   RangeError,
 *   "Cannot write out a matrix as [65536, 65536] must take at most 2.0 GiB: got 32.0 GiB",
 * );
 * ```
 */
export function checkMemory(action: string, shape: readonly number[]): void {
  const bytes = shape.reduce((product, size) => product * size, 8);
  if (bytes > LARGEST) {
    throw new RangeError(
      `Cannot ${action} as [${shape.join(", ")}] must take at most ${
        inGibibytes(LARGEST)
      }: got ${inGibibytes(bytes)}`,
    );
  }
}

function inGibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
