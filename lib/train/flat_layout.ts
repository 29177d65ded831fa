import { shaped } from "../engine/shaped.ts";
import { tf } from "../engine/tf.ts";

/**
 * Tensors of known names and shapes laid end to end, so that one operation does for all.
 *
 * A model of a hundred small weights otherwise waits for the starts of operations, not
 * for their sums.
 */
export class FlatLayout {
  readonly #names: readonly string[];
  readonly #shapes: readonly number[][];
  readonly #sizes: readonly number[];

  /**
   * The layout of tensors like the given ones, in their order.
   *
   * @param like Tensors by name; at least one.
   */
  constructor(like: Readonly<Record<string, tf.Tensor>>) {
    this.#names = Object.keys(like);
    this.#shapes = Object.values(like).map(({ shape }) => [...shape]);
    this.#sizes = Object.values(like).map(({ size }) => size);
  }

  /** Number of entries of all tensors together. */
  get size(): number {
    return this.#sizes.reduce((sum, size) => sum + size, 0);
  }

  /**
   * All tensors as one.
   *
   * @param tensors By name, of the layout's shapes.
   * @returns `[size]`
   */
  flatten(tensors: Readonly<Record<string, tf.Tensor>>): tf.Tensor1D {
    return tf.tidy(() =>
      tf.concat1d(
        this.#names.map((name, i) =>
          shaped(tensors[name], [this.#sizes[i]]) as tf.Tensor1D
        ),
      )
    );
  }

  /**
   * The tensors that were laid end to end.
   *
   * @param flat `[size]`
   * @returns By name, for the caller to dispose.
   */
  split(flat: tf.Tensor1D): Record<string, tf.Tensor> {
    return tf.tidy(() => {
      const parts = tf.split(flat, [...this.#sizes]);
      return Object.fromEntries(
        this.#names.map((name, i) => [name, shaped(parts[i], this.#shapes[i])]),
      );
    });
  }
}
