import { tf } from "../../lib/engine/tf.ts";
import { SeededDropout } from "../../lib/layer/seeded_dropout.ts";
import { batches } from "../../lib/text/batches.ts";
import type { TrainingTask } from "../../lib/train/train_steps.ts";

/** A small network with dropout that learns the sine of random numbers. */
export function smallTraining(
  { seed = 1, width = 8 }: { seed?: number; width?: number } = {},
): TrainingTask<number[]> & { dispose(): void } {
  const dropout = new SeededDropout({ rate: 0.25, seed });
  const weights = {
    inner: tf.variable(tf.randomNormal([2, width], 0, 1, "float32", seed)),
    bias: tf.variable(tf.zeros([width])),
    outer: tf.variable(tf.randomNormal([width, 1], 0, 1, "float32", seed + 1)),
  };
  const x = tf.keep(tf.randomUniform([24, 2], -1, 1, "float32", 7));
  const y = tf.keep(tf.sin(tf.sum(x, 1, true)));
  const loss = (items: number[], divisor: number, training: boolean) => {
    const [inputs, targets] = [x, y].map((all) => tf.gather(all, items));
    const hidden = tf.tanh(
      tf.add(tf.matMul(inputs, weights.inner), weights.bias),
    );
    const kept = dropout.apply(hidden, { training }) as tf.Tensor;
    const error = tf.squaredDifference(tf.matMul(kept, weights.outer), targets);
    return tf.div(tf.sum(error), divisor) as tf.Scalar;
  };
  return {
    config: { seed, width },
    weights,
    random: [dropout],
    batches: (epoch) => batches(24, { batchSize: 5, seed: 100 * seed + epoch }),
    size: (items) => items.length,
    loss: (items, divisor) => loss(items, divisor, true),
    validate: () => {
      const all = Array.from({ length: 24 }, (_, i) => i);
      const value = tf.tidy(() => loss(all, 24, false));
      const [number] = value.dataSync();
      value.dispose();
      return Promise.resolve(number);
    },
    dispose: () => {
      tf.dispose(weights);
      tf.dispose([x, y]);
    },
  };
}
