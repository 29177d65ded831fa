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

/** The optimizers that there are; each takes its steps in a way of its own. */
const OPTIMIZERS = [
  tf.SGDOptimizer,
  tf.MomentumOptimizer,
  tf.AdagradOptimizer,
  tf.AdadeltaOptimizer,
  tf.AdamOptimizer,
  tf.AdamaxOptimizer,
  tf.RMSPropOptimizer,
];

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
  for (const { prototype } of OPTIMIZERS as { prototype: tf.Optimizer }[]) {
    const { applyGradients } = prototype;
    prototype.applyGradients = function (gradients) {
      applyGradients.call(this, gradients);
      const names = Array.isArray(gradients)
        ? gradients.filter(({ tensor }) => tensor).map(({ name }) => name)
        : Object.keys(gradients);
      const { registeredVariables } = tf.engine();
      constrain(names.map((name) => registeredVariables[name]));
    };
  }
}

/** Bring variables that a step has moved back to where their constraints let them be. */
export function constrain(variables: readonly tf.Variable[]): void {
  for (const variable of variables) {
    const constraint = constraints.get(variable);
    if (!constraint) continue;
    tf.tidy(() => variable.assign(constraint.apply(variable)));
  }
}

keepConstraints();
