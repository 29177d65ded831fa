import { tf } from "./tensorflow.ts";

/** What brings a weight back to where it may be. */
type Constraint = ReturnType<typeof tf.constraints.nonNeg>;

/** Constraints of weights, by the variables that hold them. */
const constraints = new WeakMap<tf.Tensor, Constraint>();

/** The method that makes a layer's weights, which TensorFlow.js does not export. */
interface Weighty {
  addWeight(
    ...args: unknown[]
  ): { readonly constraint: Constraint | null; read(): tf.Tensor };
}

/**
 * Let constraints of weights hold after each step of an optimizer, as they say they do.
 *
 * TensorFlow.js applies them by `setWeights()` alone, so that training takes no notice.
 */
function keepConstraints(): void {
  const layer = tf.layers.Layer.prototype as unknown as Weighty;
  const { addWeight } = layer;
  layer.addWeight = function (...args) {
    const weight = addWeight.apply(this, args);
    if (weight.constraint) constraints.set(weight.read(), weight.constraint);
    return weight;
  };
  const { minimize } = tf.Optimizer.prototype;
  tf.Optimizer.prototype.minimize = function (f, returnCost, varList) {
    const cost = minimize.call(this, f, returnCost, varList);
    for (
      const variable of varList ??
        Object.values(tf.engine().registeredVariables)
    ) {
      const constraint = constraints.get(variable);
      if (!constraint || !variable.trainable) continue;
      tf.tidy(() => variable.assign(constraint.apply(variable)));
    }
    return cost;
  };
}

keepConstraints();
