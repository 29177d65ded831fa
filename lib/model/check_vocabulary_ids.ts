import { checkList } from "../error/check_list.ts";
import { describeValue } from "../error/describe_value.ts";

/**
 * Refuses ids that are none of a vocabulary, before any work and in our words.
 *
 * @param action What can't be done otherwise.
 * @param name What the ids are called.
 * @param ids What the caller gave.
 * @param size Number of words.
 * @throws {TypeError} If it is no list.
 * @throws {RangeError} If one is not an integer in `[0, size)`; names the first such.
 */
export function checkVocabularyIds(
  action: string,
  name: string,
  ids: ArrayLike<number>,
  size: number,
): void {
  checkList(action, name, ids, "an array of ids");
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i];
    if (Number.isInteger(id) && id >= 0 && id < size) continue;
    throw new RangeError(
      `Cannot ${action} as ids of ${name} must be integers in [0, ${size}): got ${
        describeValue(id)
      }`,
    );
  }
}
