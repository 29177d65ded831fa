import type { tf } from "../engine/tf.ts";
import { ShapeError } from "../error/shape_error.ts";

/** The one tensor among a layer's inputs. */
export function onlyTensor(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const [tensor, ...others] = [inputs].flat();
  if (others.length > 0) {
    throw new TypeError(
      `Cannot call the layer as it must have one input: got ${
        1 + others.length
      }`,
    );
  }
  return tensor;
}

/** The same for vectors, of the width that the layer was built for. */
export function onlyVectors(
  inputs: tf.Tensor | tf.Tensor[],
  width: number,
  layer: string,
): tf.Tensor {
  const x = onlyTensor(inputs);
  if (x.shape.at(-1) === width) return x;
  throw new ShapeError(`call ${layer}`, `[…, ${width}]`, x.shape);
}
