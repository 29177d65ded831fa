import { FeedForward } from "../layer/feed_forward.ts";
import { MultiHeadAttention } from "../layer/multi_head_attention.ts";
import type { SeededDropout } from "../layer/seeded_dropout.ts";
import type { NamedLayers } from "./named_layers.ts";
import { ResidualPart } from "./residual_part.ts";
import type { ResolvedStack } from "./stack_config.ts";

/**
 * Draws the matrices as widely as Glorot's paper says. The default of `tf.layers.dense`,
 * a normal distribution that TensorFlow.js cuts off, has 0.88 of that.
 */
const INITIALIZER = "glorotUniform";

/** Makes the parts that the layers of a stack consist of, all in one way. */
export class StackParts {
  readonly #layers: NamedLayers;
  readonly #config: ResolvedStack;
  readonly #dropout: SeededDropout;

  /**
   * A maker of parts.
   *
   * @param layers Where their layers are added.
   * @param config Sizes and kinds.
   * @param dropout The sequence that all dropout is drawn from.
   */
  constructor(
    layers: NamedLayers,
    config: ResolvedStack,
    dropout: SeededDropout,
  ) {
    this.#layers = layers;
    this.#config = config;
    this.#dropout = dropout;
  }

  /**
   * An attention.
   *
   * @param name Its name.
   * @param causal Whether a position sees only itself and those before.
   * @returns The part.
   */
  attention(name: string, causal = false): ResidualPart<MultiHeadAttention> {
    const { width, heads, factored, attentionDropout = 0 } = this.#config;
    return this.#part(name, (seed) =>
      new MultiHeadAttention({
        numHeads: heads,
        keyDim: width / heads,
        causal,
        kernelInitializer: INITIALIZER,
        seed,
        dropout: attentionDropout,
        sequence: this.#dropout,
        ...factored?.attention && { factored: factored.attention },
      }));
  }

  /**
   * A feed-forward part.
   *
   * @param name Its name.
   * @returns The part.
   */
  feedForward(name: string): ResidualPart<FeedForward> {
    const { hidden, factored, feedForwardDropout = 0 } = this.#config;
    return this.#part(name, (seed) =>
      new FeedForward({
        units: hidden,
        kernelInitializer: INITIALIZER,
        seed,
        dropout: feedForwardDropout,
        sequence: this.#dropout,
        ...factored?.feedForward && { factored: factored.feedForward },
      }));
  }

  #part<Layer extends MultiHeadAttention | FeedForward>(
    name: string,
    make: (seed: number) => Layer,
  ): ResidualPart<Layer> {
    const { norm } = this.#config;
    const dropout = this.#dropout;
    return new ResidualPart(this.#layers, name, { make, norm, dropout });
  }
}
