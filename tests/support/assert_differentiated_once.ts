import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";

/**
 * Assert that a function refuses to be differentiated twice, by its name: where the slopes
 * of its value depend on x, and where its own gradient alone does.
 */
export function assertDifferentiatedOnce(
  name: string,
  f: (x: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
): void {
  for (const loss of [(x: tf.Tensor) => tf.square(f(x)), f]) {
    const error = assertThrows(() => tf.grad(tf.grad(loss))(x), Error);
    assertEquals(
      error.message,
      `Cannot differentiate ${name} twice as it must be differentiated at most once: its gradient is a kernel without one`,
    );
  }
}
