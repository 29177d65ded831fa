import { assertEquals, assertThrows } from "@std/assert";
import { padded, paddedTensor } from "../../lib/model/padded.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("padded() is as long as the longest sequence", () => {
  const { ids, shape, cut } = padded([[1], [2, 3, 4], []]);
  assertEquals([...ids], [1, 0, 0, 2, 3, 4, 0, 0, 0]);
  assertEquals(shape, [3, 3]);
  assertEquals(cut, 0);
});

Deno.test("padded() counts what it cuts", () => {
  const { shape, cut } = padded([[1, 2, 3], [4, 5], [6, 7, 8]], 2);
  assertEquals(shape, [3, 2]);
  assertEquals(cut, 2);
});

Deno.test("padded() of nothing but empty sequences has one column", () => {
  assertEquals(padded([[], []]).shape, [2, 1]);
});

Deno.test("padded() refuses to pad nothing", () => {
  const error = assertThrows(() => padded([]), RangeError);
  assertEquals(
    error.message,
    "Cannot pad sequences as their number must be an integer >= 1: got 0",
  );
});

Deno.test("padded() refuses what are no sequences", () =>
  assertRefusesArguments("pad sequences", padded, [
    [[], "they must be an array of arrays of ids: got undefined"],
    [[[1, 2]], "each must be an array of ids: got 1"],
    [[["Go."]], 'each must be an array of ids: got "Go."'],
  ]));

Deno.test("paddedTensor() makes whole numbers, which layers take without a look at each", () => {
  const ids = paddedTensor([[1, 2], [3]]);
  assertEquals(ids.dtype, "int32");
  assertEquals(ids.arraySync(), [[1, 2], [3, 0]]);
});
