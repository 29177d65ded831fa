import { tf } from "../../lib/engine/tf.ts";

/**
 * Gradient of a scalar function by central differences.
 *
 * The step may be large where `f` is linear in each single entry: there the
 * difference quotient is exact, and a large step keeps rounding small.
 *
 * @param f A function of the inputs with a scalar result.
 * @param inputs Where to take the gradient.
 * @param which The input to differentiate by.
 * @param step Distance to either side.
 * @returns The gradient, row-major.
 */
export function finiteDifferences(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
  which: number,
  step: number,
): number[] {
  const values = inputs[which].dataSync();
  return Array.from(values, (_, i) => {
    const [up, down] = [step, -step].map((change) =>
      tf.tidy(() => {
        const changed = Float32Array.from(values);
        changed[i] += change;
        const moved = tf.tensor(changed, inputs[which].shape);
        return f(...inputs.map((input, j) => j === which ? moved : input))
          .dataSync()[0];
      })
    );
    return (up - down) / (2 * step);
  });
}
