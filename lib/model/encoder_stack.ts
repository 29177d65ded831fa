import type { tf } from "../engine/tf.ts";
import type { FeedForward } from "../layer/feed_forward.ts";
import type { MultiHeadAttention } from "../layer/multi_head_attention.ts";
import { apply } from "./named_layers.ts";
import type { ResidualPart } from "./residual_part.ts";
import type { StackParts } from "./stack_parts.ts";

/** Layers in which every position sees every other that is no padding. */
export class EncoderStack {
  readonly #layers: readonly {
    readonly attention: ResidualPart<MultiHeadAttention>;
    readonly feedForward: ResidualPart<FeedForward>;
  }[];

  /**
   * Layers without weights.
   *
   * @param parts Makes their parts.
   * @param count Number of layers.
   */
  constructor(parts: StackParts, count: number) {
    this.#layers = Array.from({ length: count }, (_, i) => ({
      attention: parts.attention(`encoder/${i}/attention`),
      feedForward: parts.feedForward(`encoder/${i}/feedForward`),
    }));
  }

  /**
   * What the layers make of vectors, one after the other.
   *
   * @param x `[batch, positions, width]`
   * @param options Which positions are no padding, `[batch, positions]`, and whether
   * to drop.
   * @returns The same shape.
   */
  apply(
    x: tf.Tensor,
    { seen, training }: {
      readonly seen: tf.Tensor;
      readonly training: boolean;
    },
  ): tf.Tensor {
    return this.#layers.reduce((x, { attention, feedForward }) => {
      const attended = attention.add(
        x,
        training,
        (h) => apply(attention.layer, [h, h, seen], { training }),
      );
      return feedForward.add(attended, training);
    }, x);
  }
}
