/**
 * Refuse what is none of some choices.
 *
 * @param action What can't be done otherwise, such as `"make a Transformer"`.
 * @param name The name that the caller knows the choice by.
 * @param value What was chosen.
 * @param choices What there is to choose from.
 * @throws {RangeError} If it is none of them.
 */
export function checkChoice(
  action: string,
  name: string,
  value: string,
  choices: readonly string[],
): void {
  if (choices.includes(value)) return;
  throw new RangeError(
    `Cannot ${action} as ${name} must be ${choices.join(" or ")}: got ${value}`,
  );
}
