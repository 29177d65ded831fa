import { tf } from "../engine/tf.ts";
import { checkList } from "../error/check_list.ts";
import { wrongKind } from "../error/wrong_kind.ts";

/**
 * Refuse what is no tensor, such as an array of numbers, or has been disposed.
 *
 * @param action What can't be done otherwise.
 * @param name What the value is called, such as `"ids"`.
 * @param value The value.
 * @throws {TypeError} If it is no tensor.
 * @throws {Error} If it was disposed.
 */
export function checkTensor(
  action: string,
  name: string,
  value: unknown,
): void {
  // TensorFlow.js tells by what it has: one of another instance is a tensor, too
  if (value instanceof tf.Tensor) {
    if (!value.isDisposed) return;
    throw new Error(
      `Cannot ${action} as ${name} must have its values: got a tensor that was disposed`,
    );
  }
  throw wrongKind(action, name, "a tensor", value);
}

/**
 * Refuse factors that are no list of tensors.
 *
 * @param action What can't be done otherwise.
 * @param factors The factors.
 * @throws {TypeError} If they are none; names the first that is no tensor.
 */
export function checkFactorTensors(
  action: string,
  factors: readonly unknown[],
): void {
  checkList(action, "factors", factors, "an array of tensors");
  for (const [j, factor] of factors.entries()) {
    checkTensor(action, `factors[${j}]`, factor);
  }
}
