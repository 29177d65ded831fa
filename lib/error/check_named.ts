import { describeValue, isObject } from "./describe_value.ts";

/**
 * Check that values come by name; an array has its places for names.
 *
 * @param action What could not be done, such as `"draw spectra"`.
 * @param values What was given.
 * @param example How they come, such as `"{ A: singularValues(a) }"`.
 * @param fits Whether what is named is of the right kind, if that is told here.
 * @throws {TypeError} If they do not.
 */
export function checkNamed(
  action: string,
  values: object,
  example: string,
  fits: (values: object) => boolean = () => true,
): void {
  if ((isObject(values) || Array.isArray(values)) && fits(values)) return;
  throw new TypeError(
    `Cannot ${action} as they must come by name, such as ${example}: got ${
      describeValue(values)
    }`,
  );
}
