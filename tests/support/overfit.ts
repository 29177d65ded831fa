import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "./backends.ts";

/** Register a test that trains for some hundred steps, on the backends that do it in seconds. */
export function testTraining(name: string, fn: () => void): void {
  testOnBackends(name, fn, { except: ["webgpu"] });
}

/** Loss after so many steps of Adam on 32 fixed samples; near 0 if the layer can learn them. */
export function overfit(
  layer: tf.layers.Layer,
  input: tf.Tensor,
  target: tf.Tensor,
  { steps = 300, rate = 0.02 } = {},
): { loss: number; tensors: number } {
  const optimizer = tf.train.adam(rate);
  layer.apply(input);
  const step = () => {
    const loss = optimizer.minimize(
      () =>
        tf.losses.meanSquaredError(
          target,
          layer.apply(input) as tf.Tensor,
        ).asScalar(),
      true,
    )!;
    const value = loss.dataSync()[0];
    loss.dispose();
    return value;
  };
  step();
  const before = tf.memory().numTensors;
  let loss = Infinity;
  for (let i = 1; i < steps; i++) loss = step();
  const tensors = tf.memory().numTensors - before;
  optimizer.dispose();
  return { loss, tensors };
}
