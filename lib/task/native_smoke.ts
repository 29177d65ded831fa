/**
 * The last step of `deno task native`, run in a fresh process: whether native TensorFlow
 * starts and computes a product, a gradient and a training step.
 *
 * @module
 */

import {
  runningTensorFlow,
  startTensorFlow,
} from "../engine/tensorflow_backend.ts";
import { tf } from "../engine/tf.ts";
import { say } from "./say.ts";

/** Throw unless two numbers agree to float32. */
function check(what: string, got: number, expected: number) {
  if (Math.abs(got - expected) <= 1e-5 * Math.abs(expected)) return;
  throw new Error(
    `Cannot use native TensorFlow as its ${what} must be ${expected}: got ${got}`,
  );
}

if (import.meta.main) {
  const refusal = await startTensorFlow({
    nativeFolder: new URL(Deno.args[0]),
  });
  if (refusal) throw new Error(refusal.reason);
  const a = tf.tensor2d([[1, 2], [3, 4]]);
  check("product", tf.matMul(a, a).sum().dataSync()[0], 54);
  const cubes = (x: tf.Tensor) => x.mul(x).mul(x).sum();
  check("gradient", tf.grad(cubes)(a).sum().dataSync()[0], 90);
  const weight = tf.variable(tf.tensor2d([[1], [1]]));
  const loss = () => tf.matMul(a, weight).square().mean().asScalar();
  const before = tf.train.sgd(0.01).minimize(loss, true)!.dataSync()[0];
  check("loss", before, 29);
  check("loss after a training step", loss().dataSync()[0], 14.2664);
  say(JSON.stringify(runningTensorFlow()));
}
