import { constrain } from "../engine/constraints.ts";
import { tf } from "../engine/tf.ts";
import type { FlatLayout } from "./flat_layout.ts";
import { freshVariable } from "./fresh_variable.ts";

/** How Adam goes. */
export interface AdamOptions {
  /** Share of the mean gradient that stays from step to step; 0.9 by default. */
  readonly beta1?: number;
  /** Share of the mean square gradient that stays; 0.999 by default. */
  readonly beta2?: number;
  /** Share of a matrix that a step of rate 1 takes away; 0, none, by default. */
  readonly weightDecay?: number;
}

/** Added to the root of the mean square, as TensorFlow.js does. */
const EPSILON = 1e-7;

/**
 * Adam, whose state can be saved and put back.
 *
 * The optimizer of TensorFlow.js takes a dozen operations for each weight; here all
 * weights are laid end to end and take them together. Weights decay apart from
 * their gradients, matrices and factors only, no vectors such as biases.
 *
 * @see Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015.
 * @see Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019.
 */
export class ResumableAdam {
  /** What it remembers, by name; not copied, so not to be disposed. */
  readonly state: Readonly<Record<string, tf.Variable>>;
  readonly #weights: Readonly<Record<string, tf.Variable>>;
  readonly #layout: FlatLayout;
  readonly #beta1: number;
  readonly #beta2: number;
  readonly #weightDecay: number;
  /** 1 for each entry that decays, 0 for the others; none if there is no decay. */
  readonly #decaying: tf.Tensor1D | undefined;

  /**
   * An optimizer that has taken no step.
   *
   * @param weights What it changes, by name.
   * @param layout Their layout.
   * @param options Beta 1 and 2, and decay.
   */
  constructor(
    weights: Readonly<Record<string, tf.Variable>>,
    layout: FlatLayout,
    { beta1 = 0.9, beta2 = 0.999, weightDecay = 0 }: AdamOptions = {},
  ) {
    this.#weights = weights;
    this.#layout = layout;
    this.#beta1 = beta1;
    this.#beta2 = beta2;
    this.#weightDecay = weightDecay;
    if (weightDecay > 0) this.#decaying = decaying(weights, layout);
    this.state = {
      means: freshVariable(tf.zeros([layout.size])),
      squares: freshVariable(tf.zeros([layout.size])),
      "beta1^t": freshVariable(tf.scalar(1)),
      "beta2^t": freshVariable(tf.scalar(1)),
    };
  }

  /**
   * Takes a step against the gradient.
   *
   * @param gradient Of all weights, by the layout.
   * @param learningRate How far.
   */
  step(gradient: tf.Tensor1D, learningRate: number): void {
    const { means, squares, "beta1^t": power1, "beta2^t": power2 } = this.state;
    tf.tidy(() => {
      power1.assign(tf.mul(power1, this.#beta1));
      power2.assign(tf.mul(power2, this.#beta2));
      means.assign(moved(means, gradient, this.#beta1));
      squares.assign(moved(squares, tf.square(gradient), this.#beta2));
      const root = tf.sqrt(tf.mul(squares, tf.div(1, tf.sub(1, power2))));
      const far = tf.div(learningRate, tf.sub(1, power1));
      const change = tf.div(tf.mul(means, far), tf.add(root, EPSILON));
      const before = this.#layout.flatten(this.#weights);
      let after: tf.Tensor1D = tf.sub(before, change);
      if (this.#decaying) {
        const share = tf.mul(this.#decaying, this.#weightDecay * learningRate);
        after = tf.sub(after, tf.mul(before, share));
      }
      const parts = this.#layout.split(after);
      for (const [name, weight] of Object.entries(this.#weights)) {
        weight.assign(parts[name]);
      }
      constrain(Object.values(this.#weights));
    });
  }

  /** Lets go of what it remembers. */
  dispose(): void {
    tf.dispose(this.state);
    this.#decaying?.dispose();
  }
}

/** An average that keeps a share of what it was. */
function moved(average: tf.Tensor, value: tf.Tensor, keep: number): tf.Tensor {
  return tf.add(tf.mul(average, keep), tf.mul(value, 1 - keep));
}

/** Which entries of the weights decay: those of vectors don't. */
function decaying(
  weights: Readonly<Record<string, tf.Variable>>,
  layout: FlatLayout,
): tf.Tensor1D {
  return tf.tidy(() =>
    layout.flatten(Object.fromEntries(
      Object.entries(weights).map(([name, { shape }]) => [
        name,
        tf.fill(shape, shape.length > 1 ? 1 : 0),
      ]),
    ))
  );
}
