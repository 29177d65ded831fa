import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";

/** Assert that a function refuses to be differentiated twice, by its name. */
export function assertDifferentiatedOnce(
  name: string,
  f: (x: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
): void {
  const gradient = tf.grad((x: tf.Tensor) => tf.square(f(x)));
  const error = assertThrows(() => tf.grad(gradient)(x), Error);
  assertEquals(
    error.message,
    `Cannot differentiate ${name} twice as it must be differentiated at most once: its gradient is a kernel without one`,
  );
}
