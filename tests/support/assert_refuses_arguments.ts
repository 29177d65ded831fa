import { assertEquals, assertRejects } from "@std/assert";

/**
 * Assert that each call throws a `TypeError` or rejects with one, and its whole message.
 *
 * @param action What can't be done, as the messages say it.
 * @param call What is called, as the cells of a notebook do: no type is checked.
 * @param cases Arguments, and what stands behind the action in the message that they give.
 */
export async function assertRefusesArguments(
  action: string,
  call: (...args: never[]) => unknown,
  cases: readonly (readonly [args: readonly unknown[], said: string])[],
): Promise<void> {
  for (const [args, said] of cases) {
    const refused = async () => await call(...args as never[]);
    const { message } = await assertRejects(refused, TypeError);
    assertEquals(message, `Cannot ${action} as ${said}`);
  }
}
