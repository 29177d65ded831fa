import type { tf } from "../engine/tf.ts";
import { product } from "../shape/product.ts";

/** Layers of TensorFlow.js that go through a sequence, step by step. */
const RECURRENT = [
  "SimpleRNN",
  "GRU",
  "LSTM",
  "RNN",
  "ConvLSTM2D",
  "Bidirectional",
];

/**
 * How often a layer's matrices or kernels are applied to one example.
 *
 * @param layer A layer that has been built.
 * @param output Shape of its output, with the batch; a size not known counts 1.
 * @param input Shape of its input, with the batch.
 * @returns The axes between batch and width for a dense layer, the places of a kernel for
 *   a convolution, the steps of a sequence for a recurrent layer.
 */
export function positionsOf(
  layer: tf.layers.Layer,
  output: tf.Shape,
  input: tf.Shape,
): number {
  const sizes = output.slice(1);
  const steps = hiddenSteps(layer, input);
  if (isConvolution(layer)) return places(layer, sizes) * steps;
  return count(sizes.slice(0, -1)) * steps;
}

/**
 * Whether a layer moves a kernel over its input.
 *
 * @param layer A layer that has been built.
 * @returns Whether it does.
 */
export function isConvolution(layer: tf.layers.Layer): boolean {
  return "kernelSize" in layer.getConfig() &&
    layer.weights.some(({ shape }) => shape.length > 2);
}

/** Where a kernel is put: at each output, or at each input where it is transposed. */
function places(layer: tf.layers.Layer, sizes: tf.Shape): number {
  const { kernelSize, strides, padding, dataFormat } = layer.getConfig() as {
    kernelSize: number[];
    strides: number[];
    padding: string;
    dataFormat?: string;
  };
  const isFirst = dataFormat === "channelsFirst";
  const first = sizes.length - kernelSize.length - (isFirst ? 0 : 1);
  const channels = isFirst ? first - 1 : sizes.length - 1;
  const isTransposed = layer.getClassName().endsWith("Transpose");
  return product(sizes.map((size, axis) => {
    if (size === null || axis === channels) return 1;
    const j = axis - first;
    if (!isTransposed || j < 0) return size;
    const edge = padding === "same" ? 0 : kernelSize[j] - strides[j];
    return (size - Math.max(edge, 0)) / strides[j];
  }));
}

/** Steps of a sequence that a layer goes through without showing them in its output. */
function hiddenSteps(layer: tf.layers.Layer, input: tf.Shape): number {
  const { returnSequences, layer: inner } = layer.getConfig() as {
    returnSequences?: boolean;
    layer?: { config: { returnSequences?: boolean } };
  };
  const isHidden = RECURRENT.includes(layer.getClassName()) &&
    !(returnSequences ?? inner?.config.returnSequences);
  return isHidden ? input[1] ?? 1 : 1;
}

function count(sizes: tf.Shape): number {
  return product(sizes.map((size) => size ?? 1));
}
