/**
 * The value of a JSON text.
 *
 * @param text The text.
 * @param name What error messages call it, such as its path.
 * @returns What it says, unchecked.
 * @throws {SyntaxError} If it is no JSON; names it.
 */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read ${name} as it must be JSON: got ${(cause as Error).message}`,
      { cause },
    );
  }
}
