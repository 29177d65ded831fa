/** The last work on each place, while there is any. */
const last = new Map<string, Promise<unknown>>();

/**
 * Does work on a place when all that came before it is over, however it ended: two that
 * write to the same files would leave parts of both.
 *
 * @param place What is worked on, such as a path.
 * @param work The work.
 * @returns What the work gives.
 */
export async function inTurn<T>(
  place: string,
  work: () => Promise<T>,
): Promise<T> {
  const before = last.get(place);
  const mine = Promise.resolve(before).catch(() => {}).then(work);
  last.set(place, mine);
  try {
    return await mine;
  } finally {
    if (last.get(place) === mine) last.delete(place);
  }
}
