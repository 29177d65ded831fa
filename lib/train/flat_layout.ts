import { shaped } from "../engine/shaped.ts";
import { tf } from "../engine/tf.ts";

/** Tensors of the same shape. */
interface Group {
  readonly names: readonly string[];
  readonly shape: number[];
}

/**
 * Tensors of known names and shapes laid end to end, so that one operation does for all.
 *
 * A model of a hundred small weights otherwise waits for the starts of operations, not
 * for their sums. Those of the same shape lie side by side, so that they need not be
 * reshaped one by one.
 */
export class FlatLayout {
  readonly #names: readonly string[];
  readonly #groups: readonly Group[];

  /**
   * The layout of tensors like the given ones.
   *
   * @param like Tensors by name; at least one.
   */
  constructor(like: Readonly<Record<string, tf.Tensor>>) {
    this.#names = Object.keys(like);
    const byShape = Map.groupBy(this.#names, (name) => `${like[name].shape}`);
    this.#groups = [...byShape.values()].map((names) => ({
      names,
      shape: [...like[names[0]].shape],
    }));
  }

  /** Number of entries of all tensors together. */
  get size(): number {
    return this.#groups.reduce((sum, group) => sum + sizeOf(group), 0);
  }

  /**
   * All tensors as one.
   *
   * @param tensors By name, of the layout's shapes.
   * @returns `[size]`
   */
  flatten(tensors: Readonly<Record<string, tf.Tensor>>): tf.Tensor1D {
    return tf.tidy(() =>
      tf.concat1d(this.#groups.map((group) => {
        const members = group.names.map((name) => tensors[name]);
        const all = members.length > 1 ? tf.stack(members) : members[0];
        return shaped(all, [sizeOf(group)]) as tf.Tensor1D;
      }))
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
      const parts = tf.split(flat, this.#groups.map(sizeOf));
      const tensors = Object.fromEntries(
        this.#groups.flatMap(({ names, shape }, i) => {
          if (names.length === 1) return [[names[0], shaped(parts[i], shape)]];
          const all = tf.unstack(shaped(parts[i], [names.length, ...shape]));
          return names.map((name, j) => [name, all[j]] as const);
        }),
      );
      return Object.fromEntries(
        this.#names.map((name) => [name, tensors[name]]),
      );
    });
  }
}

/** Number of entries of all tensors of a group. */
function sizeOf({ names, shape }: Group): number {
  return names.length * tf.util.sizeFromShape(shape);
}
