import { assert } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";

/** Larger steps meet the bends of relu, smaller ones the rounding of float32. */
const STEP = 3e-3;

/**
 * Assert that the gradient of a loss by each weight is that of finite differences: along
 * the gradient the slope is its length. Most weights must have one.
 */
export function assertWeightGradients(
  weights: Readonly<Record<string, tf.Variable>>,
  loss: () => tf.Scalar,
): void {
  const variables = Object.values(weights);
  const { grads } = tf.variableGrads(loss, variables);
  for (const [name, weight] of Object.entries(weights)) {
    tf.tidy(() => {
      const before = weight.clone();
      const length = tf.norm(grads[weight.name]).dataSync()[0];
      const direction = tf.div(grads[weight.name], Math.max(length, 1e-6));
      const [up, down] = [STEP, -STEP].map((step) => {
        weight.assign(tf.add(before, tf.mul(direction, step)));
        return loss().dataSync()[0];
      });
      weight.assign(before);
      const slope = (up - down) / (2 * STEP);
      const allowed = 0.03 * length + 1e-3;
      assert(
        Math.abs(slope - length) < allowed,
        `${name}: ${slope}, ${length}`,
      );
    });
  }
  const moved = variables.filter((weight) =>
    tf.norm(grads[weight.name]).dataSync()[0] > 1e-3
  );
  assert(moved.length > 0.8 * variables.length, `${moved.length}`);
}
