import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { tf } from "../engine/tf.ts";
import { checkShares } from "../error/check_shares.ts";
import { dropEntries } from "../op/drop_entries.ts";
import { checkLayerOptions, LAYER_OPTIONS } from "./check_layer_options.ts";
import type { LayerArgs } from "./layer_args.ts";
import { onlyTensor } from "./only_tensor.ts";

/** Arguments of {@linkcode SeededDropout}. */
export interface SeededDropoutArgs extends LayerArgs {
  /** Share of the entries that are dropped; in `[0, 1)`. */
  readonly rate: number;
  /** Where to start; the same seed drops the same entries in the same order of calls. */
  readonly seed: number;
}

const ACTION = "make a SeededDropout layer";

/**
 * Dropout that can be repeated: in training, sets a share of the entries to 0 and
 * divides the others by the share that is kept.
 *
 * `tf.layers.dropout` drops other entries in each run, or, given a seed, the same
 * entries at every step. This goes on in one sequence from the seed.
 *
 * @see Srivastava and others, "Dropout: A Simple Way to Prevent Neural Networks from
 * Overfitting", JMLR 2014.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new SeededDropout({ rate: 0.5, seed: 1 });
 * const x = tf.ones([4]);
 * const [training, not] = [true, false].map((training) =>
 *   [...(layer.apply(x, { training }) as tf.Tensor).dataSync()]
 * );
 * assertEquals(not, [1, 1, 1, 1]);
 * assertEquals(training.every((value) => value === 0 || value === 2), true);
 * ```
 */
export class SeededDropout extends tf.layers.Layer {
  /** The name that saved models know the layer by. */
  static readonly className: string = "SeededDropout";

  readonly #rate: number;
  readonly #seed: number;
  #state: readonly number[];

  /**
   * A layer without weights.
   *
   * @param args Share and seed.
   * @throws {RangeError} If `rate` is outside `[0, 1)` or `seed` is not an integer.
   * @throws {TypeError} If there is no option of a name that was given.
   */
  constructor(args: SeededDropoutArgs) {
    checkLayerOptions(ACTION, args, ["rate", "seed", ...LAYER_OPTIONS]);
    const { rate, seed } = args;
    checkShares(ACTION, { rate });
    if (!Number.isSafeInteger(seed)) {
      throw new RangeError(
        `Cannot ${ACTION} as seed must be an integer: got ${seed}`,
      );
    }
    super(args);
    this.supportsMasking = true;
    this.#rate = rate;
    this.#seed = seed;
    this.#state = xoroshiro128plus(seed).getState();
  }

  /**
   * The input in prediction; in training, with some of its entries dropped.
   *
   * @param inputs One tensor, any shape.
   * @param kwargs `training`: whether to drop anything.
   * @returns The same shape.
   * @throws {TypeError} If the input is no tensor.
   */
  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: { training?: boolean } = {},
  ): tf.Tensor {
    const input = onlyTensor(inputs, this.name);
    return kwargs.training ? this.drop(input, this.#rate) : input;
  }

  /**
   * Drops entries by the next numbers of the sequence, at a rate of one's own, so that
   * all dropout of a model can be drawn from one sequence.
   *
   * @param x One tensor, any shape.
   * @param rate Share of the entries to drop; in `[0, 1)`.
   * @returns The same shape; the input itself if the rate is 0.
   */
  drop(x: tf.Tensor, rate: number): tf.Tensor {
    if (rate === 0) return x;
    return tf.tidy(() => {
      const { y, state } = dropEntries(x, rate, this.#state);
      this.#state = state;
      return y;
    });
  }

  /** How far the sequence is, so that a run that was stopped can go on with it. */
  get state(): readonly number[] {
    return this.#state;
  }

  set state(state: readonly number[]) {
    this.#state = [...state];
  }

  /** The arguments, as a saved model holds them. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.#rate, seed: this.#seed };
  }
}

/** What a layer of its own drops by: another in each run without a seed. */
export function dropSequence(
  seed: number = Math.floor(Math.random() * 2 ** 31),
): SeededDropout {
  return new SeededDropout({ rate: 0, seed });
}

tf.serialization.registerClass(SeededDropout);
