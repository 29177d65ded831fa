import { tf } from "../engine/tf.ts";
import type { FlatLayout } from "./flat_layout.ts";

/** Gradients of several losses together. */
export interface AccumulatedGradients {
  /** The sum of the losses. */
  readonly loss: number;
  /** The sum of their gradients, laid end to end; the caller disposes it. */
  readonly gradient: tf.Tensor1D;
}

/**
 * Sums of losses and of their gradients, one after the other.
 *
 * Only one loss's intermediate tensors are held at a time: a large batch in parts takes
 * the memory of a small one.
 *
 * @param weights What to differentiate by, by name.
 * @param layout The layout of the weights.
 * @param losses Each computes a scalar; at least one.
 * @returns The sums.
 */
export async function accumulatedGradients(
  weights: Readonly<Record<string, tf.Variable>>,
  layout: FlatLayout,
  losses: readonly (() => tf.Scalar)[],
): Promise<AccumulatedGradients> {
  const names = Object.keys(weights);
  const variables = Object.values(weights);
  let loss = 0;
  let sum: tf.Tensor1D | undefined;
  for (const compute of losses) {
    const before = sum;
    const [value, gradient] = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(compute, variables);
      const flat = layout.flatten(Object.fromEntries(
        // a weight that the loss does not reach has none
        names.map((name, i) => [
          name,
          grads[variables[i].name] ?? tf.zerosLike(variables[i]),
        ]),
      ));
      return [value, before ? tf.add(before, flat) : flat];
    }) as [tf.Scalar, tf.Tensor1D];
    before?.dispose();
    sum = gradient;
    loss += (await value.data())[0];
    value.dispose();
  }
  return { loss, gradient: sum! };
}
