import { product } from "../shape/product.ts";
import { readIdx } from "../text/read_idx.ts";
import { readText } from "../text/read_text.ts";

/** Labelled pictures. */
export interface Pictures {
  /** Grey values in `[0, 1]`, one picture a row. */
  readonly pixels: readonly Float32Array[];
  /** Class of each picture, an integer >= 0. */
  readonly labels: readonly number[];
}

/** The 8 × 8 digits of `data/digits8x8`: 64 grey values from 0 to 16 and the class a line. */
export async function readDigits(): Promise<Pictures> {
  const path = new URL("../../data/digits8x8/digits.csv.gz", import.meta.url);
  const lines = (await readText(path)).trim().split("\n");
  const rows = lines.map((line) => line.split(",").map(Number));
  return {
    pixels: rows.map((row) =>
      Float32Array.from(row.slice(0, -1), (value) => value / 16)
    ),
    labels: rows.map((row) => row.at(-1)!),
  };
}

/**
 * Pictures and labels of two IDX files, as those of MNIST.
 *
 * @throws {RangeError} If there are not as many labels as pictures, or they are no
 *   classes.
 */
export async function readPictures(
  images: string,
  labels: string,
): Promise<Pictures> {
  const [pictures, classes] = [await readIdx(images), await readIdx(labels)];
  const [count, ...sizes] = pictures.shape;
  if (classes.values.length !== count) {
    throw new RangeError(
      `Cannot read pictures as there must be a label for each of the ${count}: got ${classes.values.length}`,
    );
  }
  const wrong = classes.values.find((label) =>
    !Number.isInteger(label) || label < 0
  );
  if (wrong !== undefined || new Set(classes.values).size < 2) {
    throw new RangeError(
      `Cannot read pictures as labels must be integers >= 0 of at least two classes: got ${
        wrong ?? [...new Set(classes.values)]
      }`,
    );
  }
  const width = product(sizes);
  return {
    pixels: Array.from(
      { length: count },
      (_, i) =>
        Float32Array.from(
          pictures.values.subarray(i * width, (i + 1) * width),
          (value) => value / 255,
        ),
    ),
    labels: [...classes.values],
  };
}
