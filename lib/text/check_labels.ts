import { checkList } from "../error/check_list.ts";

/**
 * Refuse classes that are none: strings, as a table has them, would count as 0.
 *
 * @param action What can't be done otherwise.
 * @param labels Class of each text.
 * @param options Number of texts, and of classes if it is known.
 * @throws {RangeError} If there is not one for each text, or one is not an integer in
 *   `[0, classes)`; names the first such.
 * @throws {TypeError} If they are no list.
 */
export function checkLabels(
  action: string,
  labels: readonly unknown[],
  { texts, classes = Infinity }: {
    readonly texts: number;
    readonly classes?: number;
  },
): void {
  checkList(action, "labels", labels, "an array of classes");
  if (labels.length !== texts) {
    throw new RangeError(
      `Cannot ${action} as each of the ${texts} texts must have a class: got ${labels.length}`,
    );
  }
  const wrong = labels.findIndex((label) =>
    !(Number.isInteger(label) && Number(label) >= 0 && Number(label) < classes)
  );
  if (wrong < 0) return;
  throw new RangeError(
    `Cannot ${action} as each class must be an integer in [0, ${classes}): got ${
      JSON.stringify(labels[wrong])
    } for text ${wrong}`,
  );
}
