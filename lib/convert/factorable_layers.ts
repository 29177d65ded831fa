import { FeedForward } from "../layer/feed_forward.ts";
import type { ModelLayer } from "../layer/model_layers.ts";
import { MultiHeadAttention } from "../layer/multi_head_attention.ts";

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
