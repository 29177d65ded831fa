import { assertEquals } from "@std/assert";
import { summarize } from "../../lib/convert/summarize.ts";
import { tf } from "../../lib/engine/tf.ts";

/** Multiply–adds that a summary tells of one layer. */
function multiplyAdds(layer: tf.layers.Layer, inputShape: number[]): number {
  const model = tf.sequential({
    layers: [tf.layers.inputLayer({ inputShape }), layer],
  });
  return summarize(model, { print: null }).rows[1].multiplyAdds;
}

Deno.test("summarize() counts a convolution's kernel at each of its places", () => {
  const { conv1d, conv2d, conv2dTranspose, depthwiseConv2d, separableConv2d } =
    tf.layers;
  const size = { filters: 8, kernelSize: 3 };
  const counts: [tf.layers.Layer, number[], number][] = [
    [conv1d(size), [8, 2], 6 * 3 * 2 * 8],
    [conv2d(size), [8, 8, 2], 6 * 6 * 9 * 2 * 8],
    [conv2d({ ...size, strides: 2 }), [9, 9, 2], 4 * 4 * 9 * 2 * 8],
    [
      conv2d({ ...size, dataFormat: "channelsFirst" }),
      [2, 8, 8],
      6 * 6 * 9 * 2 * 8,
    ],
    [
      depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
      [8, 8, 2],
      6 * 6 * 9 * 2 * 2,
    ],
    [separableConv2d(size), [8, 8, 2], 6 * 6 * (9 * 2 + 2 * 8)],
    // a transposed one puts its kernel at each input
    [conv2dTranspose({ ...size, strides: 2 }), [8, 8, 2], 8 * 8 * 9 * 2 * 8],
    [
      conv2dTranspose({ ...size, strides: 2, padding: "same" }),
      [8, 8, 2],
      8 * 8 * 9 * 2 * 8,
    ],
    // with gaps between what the places give
    [
      conv2dTranspose({ ...size, kernelSize: 2, strides: 3 }),
      [8, 8, 2],
      8 * 8 * 4 * 2 * 8,
    ],
    [
      tf.layers.timeDistributed({ layer: conv2d(size) }),
      [5, 8, 8, 2],
      5 * 6 * 6 * 9 * 2 * 8,
    ],
  ];
  for (const [layer, inputShape, expected] of counts) {
    assertEquals(multiplyAdds(layer, inputShape), expected, layer.name);
  }
});

Deno.test("summarize() counts each step of a recurrent layer, shown or not", () => {
  const { bidirectional, gru, lstm, simpleRNN } = tf.layers;
  for (const returnSequences of [false, true]) {
    const options = {
      units: 4,
      returnSequences,
      recurrentInitializer: "zeros" as const,
    };
    const step = 3 * 4 + 4 * 4;
    assertEquals(multiplyAdds(simpleRNN(options), [10, 3]), 10 * step);
    assertEquals(multiplyAdds(gru(options), [10, 3]), 10 * 3 * step);
    assertEquals(multiplyAdds(lstm(options), [10, 3]), 10 * 4 * step);
    const both = bidirectional({ layer: lstm(options), mergeMode: "concat" });
    assertEquals(multiplyAdds(both, [10, 3]), 2 * 10 * 4 * step);
    for (const layer of [lstm(options), both]) {
      const each = tf.layers.timeDistributed({ layer });
      const times = layer === both ? 2 : 1;
      assertEquals(multiplyAdds(each, [5, 10, 3]), 5 * times * 10 * 4 * step);
    }
  }
});

Deno.test("summarize() counts a recurrent convolution at each place of each step", () => {
  for (const returnSequences of [false, true]) {
    const layer = tf.layers.convLstm2d({
      filters: 4,
      kernelSize: 3,
      returnSequences,
      recurrentInitializer: "zeros",
    });
    // four gates, of the input and of the state
    const place = 9 * (2 + 4) * 4 * 4;
    assertEquals(multiplyAdds(layer, [5, 8, 8, 2]), 5 * 6 * 6 * place);
  }
});
