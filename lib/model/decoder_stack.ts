import { tf } from "../engine/tf.ts";
import { ShapeError } from "../error/shape_error.ts";
import type { FeedForward } from "../layer/feed_forward.ts";
import type {
  AttentionCache,
  MultiHeadAttention,
} from "../layer/multi_head_attention.ts";
import { apply } from "./named_layers.ts";
import type { ResidualPart } from "./residual_part.ts";
import type { StackParts } from "./stack_parts.ts";

/** What the decoder needs of a source. */
export type EncodedSource = {
  /** `[batch, sources, width]` */
  readonly memory: tf.Tensor;
  /** Which sources are no padding, `[batch, sources]`. */
  readonly seen: tf.Tensor;
};

/** What a decoder remembers of one layer: its own positions, and the source. */
export type LayerCache = {
  /** Keys and values of the positions so far; none before the first. */
  readonly self?: AttentionCache;
  /** Keys and values of the source. */
  readonly cross: AttentionCache;
};

/** Layers in which a position sees those before it, and a source if there is one. */
export class DecoderStack {
  readonly #layers: readonly {
    readonly self: ResidualPart<MultiHeadAttention>;
    readonly cross: ResidualPart<MultiHeadAttention> | undefined;
    readonly feedForward: ResidualPart<FeedForward>;
  }[];

  /**
   * Layers without weights.
   *
   * @param parts Makes their parts.
   * @param count Number of layers.
   * @param source Whether they see a source.
   */
  constructor(parts: StackParts, count: number, source: boolean) {
    this.#layers = Array.from({ length: count }, (_, i) => ({
      self: parts.attention(`decoder/${i}/self`, true),
      cross: source ? parts.attention(`decoder/${i}/cross`) : undefined,
      feedForward: parts.feedForward(`decoder/${i}/feedForward`),
    }));
  }

  /**
   * What the layers make of vectors, one after the other.
   *
   * @param x `[batch, positions, width]`
   * @param training Whether to drop.
   * @param encoded The source, for layers that see one.
   * @returns The same shape.
   */
  apply(x: tf.Tensor, training: boolean, encoded?: EncodedSource): tf.Tensor {
    return this.#layers.reduce((x, { self, cross, feedForward }) => {
      const attended = self.add(x, training);
      const both = cross && encoded
        ? cross.add(attended, training, (h) => {
          const { memory, seen } = encoded;
          return apply(cross.layer, [h, memory, seen], { training });
        })
        : attended;
      return feedForward.add(both, training);
    }, x);
  }

  /**
   * Keys and values of a source, for each layer.
   *
   * @param memory `[batch, sources, width]`
   * @returns A cache to start with, for the caller to dispose.
   */
  cache(memory: tf.Tensor): LayerCache[] {
    return this.#layers.map(({ cross }) => ({
      cross: cross!.layer.cache(memory),
    }));
  }

  /**
   * What the layers make of further positions, from what was kept of those before.
   *
   * @param x `[batch, positions, width]`
   * @param caches Of each layer, empty ones before the first position; not disposed.
   * @param seen Which sources are no padding, for layers that see some.
   * @returns That of the last one, `[batch, 1, width]`, and the next keys and values of
   * each layer.
   * @throws {ShapeError} If there are no further positions, and so is no last one.
   */
  step(
    x: tf.Tensor,
    caches: readonly Partial<LayerCache>[],
    seen?: tf.Tensor,
  ): { x: tf.Tensor; self: AttentionCache[] } {
    const [batch, positions] = x.shape;
    if (positions === 0) {
      throw new ShapeError("read a sentence", "[batch, at least 1]", [
        batch,
        0,
      ]);
    }
    const next: AttentionCache[] = [];
    for (const [i, { self, cross, feedForward }] of this.#layers.entries()) {
      x = self.add(x, false, (h) => {
        next.push(self.layer.cache(h, caches[i]?.self));
        return self.layer.attend(h, next[i]);
      });
      const source = caches[i]?.cross;
      if (cross && source) {
        x = cross.add(x, false, (h) => cross.layer.attend(h, source, seen));
      }
      x = feedForward.add(x, false);
    }
    return {
      x: positions === 1 ? x : tf.slice(x, [0, positions - 1, 0], [-1, 1, -1]),
      self: next,
    };
  }
}
