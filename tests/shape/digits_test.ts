import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { digits, fromDigits } from "../../lib/shape/digits.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const radices = fc.array(fc.integer({ min: 1, max: 9 }), {
  minLength: 1,
  maxLength: 5,
});

Deno.test("digits() and fromDigits() are inverse to each other", () => {
  fc.assert(fc.property(radices, fc.nat(), (sizes, n) => {
    const index = n % sizes.reduce((product, size) => product * size, 1);
    assertEquals(fromDigits(digits(index, sizes), sizes), index);
  }));
});

Deno.test("digits() counts with the last digit fastest", () => {
  const counted = [0, 1, 2, 3, 4, 5].map((index) => digits(index, [2, 3]));
  assertEquals(counted, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
});

Deno.test("digits() refuses an index past the product of the radices", () => {
  const error = assertThrows(() => digits(6, [2, 3]), RangeError);
  assertEquals(
    error.message,
    "Cannot take digits as index must be an integer in [0, 6): got 6",
  );
});

Deno.test("fromDigits() refuses a digit past its radix", () => {
  const error = assertThrows(() => fromDigits([0, 3], [2, 3]), RangeError);
  assertEquals(
    error.message,
    "Cannot join digits as digit 1 must be an integer in [0, 3): got 3",
  );
});

Deno.test("fromDigits() refuses too few digits", () => {
  const error = assertThrows(() => fromDigits([0], [2, 3]), RangeError);
  assertEquals(
    error.message,
    "Cannot join digits as there must be 2: got 1",
  );
});

Deno.test("digits() and fromDigits() refuse what are no lists", async () => {
  await assertRefusesArguments("take digits", digits, [
    [[3], "radices must be an array of numbers: got undefined"],
    [[3, 10], "radices must be an array of numbers: got 10"],
  ]);
  await assertRefusesArguments("join digits", fromDigits, [
    [["12", [2, 3]], 'values must be an array of numbers: got "12"'],
    [[[1, 2]], "radices must be an array of numbers: got undefined"],
  ]);
});
