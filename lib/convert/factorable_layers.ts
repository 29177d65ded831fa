import type { tf } from "../engine/tf.ts";
import { FeedForward } from "../layer/feed_forward.ts";
import { LowRankDense } from "../layer/low_rank_dense.ts";
import type { ModelLayer } from "../layer/model_layers.ts";
import { MultiHeadAttention } from "../layer/multi_head_attention.ts";
import { Word2Ket } from "../layer/word2ket.ts";
import { kroneckersOf } from "./layer_costs.ts";

/** What part a layer plays, which decides its share of a budget. */
export type LayerKind = "embedding" | "attention" | "dense";

/** A layer with matrices that may be factored. */
export interface FactorableLayer extends ModelLayer {
  readonly kind: LayerKind;
  /** Shapes of its whole matrices, `[inputs, outputs]`; a table is `[words, width]`. */
  readonly matrices: readonly (readonly [number, number])[];
  /** Parameters of those matrices. */
  readonly denseParameters: number;
}

const KINDS: Readonly<Record<string, LayerKind>> = {
  Dense: "dense",
  Embedding: "embedding",
  [FeedForward.className]: "dense",
  [MultiHeadAttention.className]: "attention",
};

/** The layers whose matrices are whole and may be factored. */
export function factorableLayers(
  layers: readonly ModelLayer[],
): FactorableLayer[] {
  return layers.flatMap((modelLayer): FactorableLayer[] => {
    const { layer } = modelLayer;
    const kind = KINDS[layer.getClassName()];
    if (kind === undefined) return [];
    const matrices = layer.weights
      .map(({ shape }) => shape)
      .filter((shape) => shape.length === 2) as [number, number][];
    if (matrices.length === 0) return []; // factored already
    const denseParameters = matrices.reduce(
      (sum, [inputs, outputs]) => sum + inputs * outputs,
      0,
    );
    return [{ ...modelLayer, kind, matrices, denseParameters }];
  });
}

/** Whether matrices of a layer that has been built are factored already. */
export function isFactored(layer: tf.layers.Layer): boolean {
  return layer instanceof LowRankDense || layer instanceof Word2Ket ||
    Object.keys(kroneckersOf(layer)).length > 0;
}
