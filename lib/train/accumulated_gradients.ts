import { tf } from "../engine/tf.ts";

/** Gradients of several losses together. */
export interface AccumulatedGradients {
  /** The sum of the losses. */
  readonly loss: number;
  /** By the names of the weights; the caller disposes them. */
  readonly gradients: Record<string, tf.Tensor>;
}

/**
 * Sums of losses and of their gradients, one after the other.
 *
 * Only one loss's intermediate tensors are held at a time: a large batch in parts takes
 * the memory of a small one.
 *
 * @param weights What to differentiate by, by name.
 * @param losses Each computes a scalar; at least one.
 * @returns The sums.
 */
export async function accumulatedGradients(
  weights: Readonly<Record<string, tf.Variable>>,
  losses: readonly (() => tf.Scalar)[],
): Promise<AccumulatedGradients> {
  const variables = Object.values(weights);
  let loss = 0;
  let gradients: Record<string, tf.Tensor> = {};
  for (const [part, compute] of losses.entries()) {
    const before = gradients;
    const [value, sums] = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(compute, variables);
      const entries = Object.keys(weights).map((name, i) => {
        const gradient = grads[variables[i].name];
        return [name, part > 0 ? tf.add(before[name], gradient) : gradient];
      });
      return [value, Object.fromEntries(entries)] as [
        tf.Scalar,
        Record<string, tf.Tensor>,
      ];
    });
    tf.dispose(before);
    gradients = sums;
    loss += (await value.data())[0];
    value.dispose();
  }
  return { loss, gradients };
}
