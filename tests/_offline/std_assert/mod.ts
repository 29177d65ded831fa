/**
 * A stand-in for `jsr:@std/assert` where JSR is out of reach: the few assertions
 * that this project uses, over `node:assert`. Deleting the `links` line of
 * `deno.json` takes the real package instead.
 *
 * @module
 */

import nodeAssert from "node:assert/strict";

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = new (...args: any[]) => E;

/** Assert that a condition holds. */
export function assert(
  condition: unknown,
  message?: string,
): asserts condition {
  nodeAssert.ok(condition, message);
}

/** Assert that two values are deeply equal. */
export function assertEquals<T>(
  actual: T,
  expected: T,
  message?: string,
): void {
  nodeAssert.deepStrictEqual(actual, expected, message);
}

/** Assert that two values are not deeply equal. */
export function assertNotEquals<T>(
  actual: T,
  expected: T,
  message?: string,
): void {
  nodeAssert.notDeepStrictEqual(actual, expected, message);
}

/** Assert that two numbers differ by at most `tolerance`; by default 1e-7 of `expected`. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = Math.abs(expected * 1e-7),
  message?: string,
): void {
  if (Object.is(actual, expected)) return;
  nodeAssert.ok(
    Math.abs(actual - expected) <= tolerance,
    message ?? `Expected ${expected} ± ${tolerance}: got ${actual}`,
  );
}

/** Assert that a string contains another. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  message?: string,
): void {
  nodeAssert.ok(
    actual.includes(expected),
    message ?? `Expected ${JSON.stringify(actual)} to include "${expected}"`,
  );
}

/** Assert that a string matches a pattern. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  message?: string,
): void {
  nodeAssert.match(actual, expected, message);
}

function checkError<E extends Error>(
  error: unknown,
  errorClass?: ErrorClass<E>,
  includes?: string,
): asserts error is E {
  if (errorClass) {
    nodeAssert.ok(
      error instanceof errorClass,
      `Expected ${errorClass.name}: got ${error}`,
    );
  }
  if (includes !== undefined) {
    assertStringIncludes((error as Error).message, includes);
  }
}

/** Assert that a function throws, and return what it threw. */
export function assertThrows<E extends Error = Error>(
  f: () => unknown,
  errorClass?: ErrorClass<E>,
  includes?: string,
): E {
  let error: unknown;
  try {
    f();
  } catch (thrown) {
    error = thrown;
    checkError(error, errorClass, includes);
    return error;
  }
  nodeAssert.fail("Expected function to throw");
}

/** Assert that a function's promise rejects, and return the reason. */
export async function assertRejects<E extends Error = Error>(
  f: () => PromiseLike<unknown>,
  errorClass?: ErrorClass<E>,
  includes?: string,
): Promise<E> {
  let error: unknown;
  try {
    await f();
  } catch (thrown) {
    error = thrown;
    checkError(error, errorClass, includes);
    return error;
  }
  nodeAssert.fail("Expected function to reject");
}
