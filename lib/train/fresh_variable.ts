import { tf } from "../engine/tf.ts";

/**
 * A variable that no gradient is taken for, such as what an optimizer remembers.
 *
 * @param value Its first value, which it takes over: not to be disposed.
 * @returns The variable.
 */
export function freshVariable(value: tf.Tensor): tf.Variable {
  const variable = tf.variable(value, false);
  value.dispose();
  return variable;
}
