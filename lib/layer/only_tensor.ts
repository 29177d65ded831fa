import type { tf } from "../engine/tf.ts";
import { ShapeError } from "../error/shape_error.ts";
import { checkTensor } from "../op/check_tensor.ts";

/**
 * The one tensor among a layer's inputs.
 *
 * @param inputs What the layer was called with.
 * @param layer The layer's name.
 * @returns The tensor.
 * @throws {TypeError} If it is none, such as an array of numbers, or there are several.
 */
export function onlyTensor(
  inputs: tf.Tensor | tf.Tensor[],
  layer: string,
): tf.Tensor {
  const [tensor, ...others] = [inputs].flat();
  checkTensor(`call ${layer}`, "its input", tensor);
  if (others.length > 0) {
    throw new TypeError(
      `Cannot call ${layer} as it must have one input: got ${
        1 + others.length
      }`,
    );
  }
  return tensor;
}

/** The same for vectors, of the width that the layer was built for, 0 before. */
export function onlyVectors(
  inputs: tf.Tensor | tf.Tensor[],
  width: number,
  layer: string,
): tf.Tensor {
  const x = onlyTensor(inputs, layer);
  if (x.shape.at(-1) === width) return x;
  if (width === 0) throw noWeights(layer);
  throw new ShapeError(`call ${layer}`, `[…, ${width}]`, x.shape);
}

/**
 * What a layer throws that is called before it was applied or built.
 *
 * @param layer The layer's name.
 */
export function noWeights(layer: string): Error {
  return new Error(
    `Cannot call ${layer} as it must be applied or built first: it has no weights yet`,
  );
}

/**
 * Refuse to build a layer for what is no tensor, and so has no shape.
 *
 * @param inputShape What TensorFlow.js took for the shape of the inputs.
 * @param layer The layer's name.
 * @throws {TypeError} If it is none.
 */
export function checkBuilt(inputShape: unknown, layer: string): void {
  const none = (shape: unknown) => shape === undefined;
  if (
    Array.isArray(inputShape) &&
    (inputShape.length === 0 || !inputShape.every(none))
  ) return;
  throw new TypeError(
    `Cannot build ${layer} as its input must be a tensor: got what has no shape`,
  );
}
