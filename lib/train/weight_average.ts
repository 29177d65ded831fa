import { tf } from "../engine/tf.ts";
import type { FlatLayout } from "./flat_layout.ts";
import { freshVariable } from "./fresh_variable.ts";

/**
 * The mean of weights over steps, which can be saved and put back.
 *
 * Around the end of a training weights go round a valley whose middle is mostly flatter
 * than any place on the way.
 *
 * @see P. Izmailov and others, "Averaging Weights Leads to Wider Optima and Better
 *   Generalization", UAI 2018.
 */
export class WeightAverage {
  /** What it remembers, by name; not copied, so not to be disposed. */
  readonly state: Readonly<Record<string, tf.Variable>>;
  readonly #weights: Readonly<Record<string, tf.Variable>>;
  readonly #layout: FlatLayout;

  /**
   * A mean of no steps.
   *
   * @param weights What is averaged, by name.
   * @param layout Their layout.
   */
  constructor(
    weights: Readonly<Record<string, tf.Variable>>,
    layout: FlatLayout,
  ) {
    this.#weights = weights;
    this.#layout = layout;
    this.state = {
      average: freshVariable(tf.zeros([layout.size])),
      "average steps": freshVariable(tf.scalar(0)),
    };
  }

  /** Adds the weights as they are. */
  add(): void {
    const { average, "average steps": steps } = this.state;
    tf.tidy(() => {
      steps.assign(tf.add(steps, 1));
      const apart = tf.sub(this.#layout.flatten(this.#weights), average);
      average.assign(tf.add(average, tf.div(apart, steps)));
    });
  }

  /** Gives the weights the values of the mean, and the mean theirs. */
  exchange(): void {
    const { average } = this.state;
    tf.tidy(() => {
      const weights = this.#layout.flatten(this.#weights);
      const parts = this.#layout.split(average as tf.Tensor as tf.Tensor1D);
      for (const [name, weight] of Object.entries(this.#weights)) {
        weight.assign(parts[name]);
      }
      average.assign(weights);
    });
  }

  /**
   * Lends the weights the values of the mean.
   *
   * @returns Gives them back their own when it is disposed.
   */
  inPlace(): Disposable {
    this.exchange();
    return { [Symbol.dispose]: () => this.exchange() };
  }

  /** Lets go of what it remembers. */
  dispose(): void {
    tf.dispose(this.state);
  }
}
