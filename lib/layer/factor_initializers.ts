import { tf } from "../engine/tf.ts";

/** An initializer of TensorFlow.js. */
export type Initializer = ReturnType<typeof tf.initializers.randomNormal>;

/**
 * Initializers of the factors of a sum of Kronecker products, such that the entries
 * of the sum have a given standard deviation.
 *
 * An entry is a sum of `rank` products of `order` entries of factors, each drawn
 * from a normal distribution of deviation `(deviation² / rank)^(1 / (2 · order))`.
 * (The code of the papers draws factors of deviation 1 whatever the rank.)
 *
 * @param options.deviation Standard deviation of the sum's entries; > 0.
 * @param options.rank Number of terms; an integer >= 1.
 * @param options.order Number of factors; an integer >= 1.
 * @param options.seed Where to start; the same seed draws the same factors.
 * @returns One initializer a factor.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const [first, second] = factorInitializers({
 *   deviation: 0.5,
 *   rank: 4,
 *   order: 2,
 *   seed: 1,
 * });
 * const variance = (values: tf.Tensor) =>
 *   tf.moments(values).variance.dataSync()[0];
 * const a = variance(first.apply([100, 100]));
 * const b = variance(second.apply([100, 100]));
 * assertAlmostEquals(4 * a * b, 0.5 ** 2, 0.02);
 * ```
 */
export function factorInitializers(
  { deviation, rank, order, seed }: {
    readonly deviation: number;
    readonly rank: number;
    readonly order: number;
    readonly seed?: number | undefined;
  },
): Initializer[] {
  const stddev = (deviation ** 2 / rank) ** (1 / (2 * order));
  return Array.from({ length: order }, (_, j) =>
    tf.initializers.randomNormal({
      stddev,
      ...(seed === undefined ? {} : { seed: factorSeed(seed, j) }),
    }));
}

/**
 * An initializer for each of some weights, so that no two are drawn alike.
 *
 * @param initializer Any initializer of TensorFlow.js.
 * @param options.seed Where to start; without one it draws others each time.
 * @param options.count Number of weights; an integer >= 1.
 * @returns One a weight: the given one itself if it has no seed to set.
 */
export function reseeded(
  initializer: Initializer,
  { seed, count }: {
    readonly seed: number | undefined;
    readonly count: number;
  },
): Initializer[] {
  const config = initializer.getConfig();
  const Class = initializer.constructor as new (
    config: tf.serialization.ConfigDict,
  ) => Initializer;
  return Array.from(
    { length: count },
    (_, j) =>
      seed === undefined || !("seed" in config)
        ? initializer
        : new Class({ ...config, seed: factorSeed(seed, j) }),
  );
}

/**
 * Initializers of factors whose sum of products is 0, and which learn.
 *
 * Factors that are all 0 have gradients of 0 and would stay so; here only the last ones
 * are 0, as in the adapters LoRA and LoKr.
 *
 * @param zeros What fills the last factors.
 * @param options What {@linkcode factorInitializers} takes for the others.
 * @returns One initializer a factor.
 */
export function zeroInitializers(
  zeros: Initializer,
  options: Parameters<typeof factorInitializers>[0],
): Initializer[] {
  return factorInitializers(options).with(-1, zeros);
}

/** Whether an initializer fills weights with zeros. */
export function isZeros(initializer: Initializer): boolean {
  return initializer.getClassName() === "Zeros" ||
    initializer.getConfig().value === 0;
}

/** The seed that weights are drawn from: the layer's, or else the initializer's own. */
export function seedOf(
  initializer: Initializer,
  seed: number | undefined,
): number | undefined {
  return seed ?? initializer.getConfig().seed as number | undefined ??
    undefined; // TensorFlow.js has null for none
}

/**
 * Far from the factors of a layer with the next seed, and never 0, which TensorFlow.js
 * takes for no seed.
 */
function factorSeed(seed: number, j: number): number {
  return 1009 * (seed % 2 ** 42) + j + 1; // a larger one would swallow j
}
