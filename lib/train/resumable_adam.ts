import { tf } from "../engine/tf.ts";

/** How Adam goes. */
export interface AdamOptions {
  /** Share of the mean gradient that stays from step to step; 0.9 by default. */
  readonly beta1?: number;
  /** Share of the mean square gradient that stays; 0.999 by default. */
  readonly beta2?: number;
}

/** What TensorFlow.js keeps to itself. */
interface Internals
  extends Pick<tf.AdamOptimizer, "applyGradients" | "dispose"> {
  learningRate: number;
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
  accumulatedFirstMoment: { originalName: string; variable: tf.Variable }[];
  accumulatedSecondMoment: { originalName: string; variable: tf.Variable }[];
}

/**
 * TensorFlow.js's Adam, which can be stopped and go on bit for bit.
 *
 * Its own `setWeights` takes the powers of beta anew, which differ in the last bits
 * from the products that it had come to; here those are saved too.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const weight = tf.variable(tf.scalar(1));
 * const adam = new ResumableAdam({ weight });
 * adam.step({ weight: tf.scalar(2) }, 0.25);
 * assertEquals(weight.dataSync()[0].toFixed(3), "0.750");
 * adam.dispose();
 * ```
 */
export class ResumableAdam {
  readonly #weights: Readonly<Record<string, tf.Variable>>;
  readonly #adam: Internals;

  /**
   * An optimizer that has taken no step.
   *
   * @param weights What it changes, by name.
   * @param options Beta 1 and 2.
   */
  constructor(
    weights: Readonly<Record<string, tf.Variable>>,
    { beta1 = 0.9, beta2 = 0.999 }: AdamOptions = {},
  ) {
    this.#weights = weights;
    this.#adam = tf.train.adam(1, beta1, beta2) as unknown as Internals;
    // made now, so that there is something to save before the first step
    const zeros = (end: string) =>
      Object.entries(weights).map(([name, weight]) => ({
        originalName: `${name}/${end}`,
        variable: tf.tidy(() => tf.zerosLike(weight).variable(false)),
      }));
    this.#adam.accumulatedFirstMoment = zeros("m");
    this.#adam.accumulatedSecondMoment = zeros("v");
  }

  /**
   * Takes a step against the gradients.
   *
   * @param gradients One for each weight, by its name.
   * @param learningRate How far.
   */
  step(
    gradients: Readonly<Record<string, tf.Tensor>>,
    learningRate: number,
  ): void {
    this.#adam.learningRate = learningRate;
    this.#adam.applyGradients(
      Object.entries(this.#weights).map(([name, { name: own }]) => ({
        name: own,
        tensor: gradients[name],
      })),
    );
  }

  /** What it remembers, by name; not copied, so not to be disposed. */
  get state(): Record<string, tf.Variable> {
    const { accBeta1, accBeta2 } = this.#adam;
    const moments = [
      ...this.#adam.accumulatedFirstMoment,
      ...this.#adam.accumulatedSecondMoment,
    ];
    return {
      ...Object.fromEntries(
        moments.map(({ originalName, variable }) =>
          [originalName, variable] as const
        ),
      ),
      "beta1^t": accBeta1,
      "beta2^t": accBeta2,
    };
  }

  /** Lets go of what it remembers. */
  dispose(): void {
    this.#adam.dispose();
  }
}
