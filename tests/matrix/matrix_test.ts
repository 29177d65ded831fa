import { assert, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { toMatrix, transpose, zeros } from "../../lib/matrix/matrix.ts";

Deno.test("toMatrix() reads rows of numbers, matrices and tensors alike", () => {
  const matrix = toMatrix([[1, 2, 3], [4, 5, 6]]);
  assertEquals(matrix.shape, [2, 3]);
  assertEquals([...matrix.data], [1, 2, 3, 4, 5, 6]);
  assert(toMatrix(matrix) === matrix);
  const tensor = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
  assertEquals(toMatrix(tensor), matrix);
  tensor.dispose();
});

Deno.test("toMatrix() refuses rows of different lengths", () => {
  assertThrows(
    () => toMatrix([[1, 2], [3]]),
    ShapeError,
    "Cannot read a matrix as shape must be [2, 2]: got [2, 1]",
  );
});

Deno.test("toMatrix() refuses what is no matrix at all", () => {
  const wrong: [unknown, string][] = [
    [42, "42"],
    [undefined, "undefined"],
    [{}, "an object"],
    [Promise.resolve([[1]]), "a Promise"],
  ];
  for (const [value, got] of wrong) {
    const error = assertThrows(
      () => toMatrix(value as unknown as number[][]),
      TypeError,
    );
    assertEquals(
      error.message,
      `Cannot read a matrix as it must be rows of numbers or a tensor of two axes: got ${got}`,
    );
  }
});

Deno.test("toMatrix() refuses a matrix without entries", () => {
  assertThrows(
    () => toMatrix([]),
    ShapeError,
    "Cannot read a matrix as shape must be [rows >= 1, columns >= 1]: got [0, 0]",
  );
});

Deno.test("toMatrix() refuses a tensor of another rank", () => {
  const tensor = tf.tensor1d([1, 2]);
  assertThrows(
    () => toMatrix(tensor),
    ShapeError,
    "Cannot read a matrix as shape must be [rows >= 1, columns >= 1]: got [2]",
  );
  tensor.dispose();
});

Deno.test("zeros() refuses what memory can't hold, with its size", () => {
  const error = assertThrows(() => zeros([2 ** 20, 2 ** 20]), RangeError);
  assertEquals(
    error.message,
    "Cannot write out a matrix as [1048576, 1048576] must take at most 2.0 GiB: got 8192.0 GiB",
  );
});

Deno.test("transpose() swaps rows and columns", () => {
  const { shape, data } = transpose(toMatrix([[1, 2, 3], [4, 5, 6]]));
  assertEquals(shape, [3, 2]);
  assertEquals([...data], [1, 4, 2, 5, 3, 6]);
});

Deno.test("toMatrix() takes rows that are typed arrays", () => {
  const { shape, data } = toMatrix([Float32Array.of(1, 2), [3, 4]]);
  assertEquals([shape, [...data]], [[2, 2], [1, 2, 3, 4]]);
});
