import { tf } from "./tensorflow.ts";

/** Operations on two tensors, of which an entry of one may stand for several of the other. */
const OPERATIONS = [
  tf.BatchMatMul,
  tf.Maximum,
  tf.Minimum,
  tf.SquaredDifference,
];

// Where an entry stands for several, its gradient is a sum over these. TensorFlow.js's own
// gradients of these operations leave that out, and throw.
for (const kernelName of OPERATIONS) {
  const own = tf.getGradient(kernelName);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...own,
    gradFunc: (dy, saved, attrs) => {
      const gradients = own.gradFunc(dy, saved, attrs);
      const [a, b] = saved;
      return {
        a: () => summedTo(a.shape, gradients.a()),
        b: () => summedTo(b.shape, gradients.b()),
      };
    },
  });
}

function summedTo(shape: number[], gradient: tf.Tensor): tf.Tensor {
  if (tf.util.arraysEqual(shape, gradient.shape)) return gradient;
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(tf.sum(gradient, axes), shape);
}
