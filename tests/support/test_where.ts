/** Whether this is a system of Unix, with its shell and its signals. */
export const UNIX: boolean = Deno.build.os !== "windows";

/** Whether this is Linux, for which native TensorFlow is set up. */
export const LINUX: boolean = Deno.build.os === "linux";

/**
 * Register a test on the systems that have what it is about. Elsewhere there is none, as
 * `.ci/run` takes one that is ignored for one that failed.
 *
 * @param where Whether this system has it.
 * @param test The test.
 */
export function testWhere(where: boolean, test: Deno.TestDefinition): void {
  if (where) Deno.test(test);
}
