import { tf } from "../engine/tf.ts";
import { ShapeError } from "../error/shape_error.ts";
import { checkTensor } from "../op/check_tensor.ts";

/** What masks are checked for, and whose. */
interface MaskOptions {
  /** Name of the layer. */
  readonly layer: string;
  /** `[batch, sources]` or `[batch, targets, sources]`; all may be seen without. */
  readonly mask: tf.Tensor | undefined;
}

/**
 * What targets may see, in the shape that attention takes.
 *
 * @param targets `[batch, targets, width]`
 * @param sources How many positions there are to see.
 * @param options The mask, and whose it is.
 * @returns `[batch, targets or 1, sources]`; none without a mask.
 * @throws {TypeError} If the mask is no tensor.
 * @throws {ShapeError} If it has another shape.
 */
export function attentionMask(
  targets: tf.Tensor,
  sources: number,
  { layer, mask }: MaskOptions,
): tf.Tensor | undefined {
  if (!mask) return undefined;
  const action = `mask the attention of ${layer}`;
  checkTensor(action, "its mask", mask);
  const [batch, positions] = targets.shape;
  const shapes = [[batch, sources], [batch, positions, sources]];
  if (!shapes.some((shape) => tf.util.arraysEqual(shape, mask.shape))) {
    throw new ShapeError(
      action,
      shapes.map((shape) => `[${shape.join(", ")}]`).join(" or "),
      mask.shape,
    );
  }
  return mask.rank === 2 ? tf.expandDims(mask, 1) : mask;
}

/**
 * What targets that are the last of all positions may see.
 *
 * @param targets `[batch, targets, width]`
 * @param sources How many positions there are, the targets among them if causal.
 * @param options The mask, whose it is, and whether nothing later is seen.
 * @returns `[batch, targets or 1, sources]`; none where all is seen.
 * @throws {ShapeError} If the mask has another shape, or there are too many targets.
 */
export function maskOfLast(
  targets: tf.Tensor,
  sources: number,
  { causal, ...options }: MaskOptions & { readonly causal: boolean },
): tf.Tensor | undefined {
  const seen = attentionMask(targets, sources, options);
  if (!causal) return seen;
  const [batch, positions, width] = targets.shape;
  const earlier = sources - positions;
  if (earlier < 0) {
    throw new ShapeError(
      `decode a step of ${options.layer}`,
      `[batch, at most ${sources}, ${width}]`,
      targets.shape,
    );
  }
  if (positions === 1) return seen;
  const all = tf.ones([positions, sources]);
  const later = tf.sub(all, tf.linalg.bandPart(all, -1, earlier));
  // as in attention(): hidden twice, to have no weight where all before is masked
  return tf.sub(
    seen ? tf.cast(seen, "float32") : tf.ones([batch, 1, 1]),
    tf.mul(later, 2),
  );
}
