import { tf } from "../engine/tf.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { optionNames } from "../error/option_names.ts";
import { checkInput, checkModel } from "../layer/model_layers.ts";
import { batchesByLength } from "../text/batches_by_length.ts";
import { breather } from "./breather.ts";
import { checkCallbacks } from "./check_callbacks.ts";
import { classifierAccuracy } from "./classifier_accuracy.ts";
import {
  batchTensors,
  checkData,
  type LabelledIds,
} from "./classifier_data.ts";
import { epochSeed } from "./epoch_seed.ts";

/** How a classifier is trained. */
export interface TrainClassifierOptions {
  /** Passes over the training texts. */
  readonly epochs: number;
  /** Learning rate of Adam at the first step; it falls linearly to 0. */
  readonly learningRate: number;
  /** Texts in a step; 64 by default. */
  readonly batchSize?: number;
  /** Seed of the order of the texts; 0 by default. */
  readonly seed?: number;
  /** Texts to find the accuracy on after each epoch. */
  readonly validation?: LabelledIds;
  /** Stops the training between two steps. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each step. */
  readonly onStep?: ((epoch: number) => void) | undefined;
}

/** What one pass over the training texts gave. */
export interface ClassifierEpoch {
  /** Mean cross-entropy over the steps, in nats. */
  readonly loss: number;
  /** Share of the validation texts that are classified right, if there are any. */
  readonly accuracy?: number;
  /** Seconds that the steps took. */
  readonly seconds: number;
}

const ACTION = "train a classifier";

const OPTIONS = optionNames<TrainClassifierOptions>({
  epochs: true,
  learningRate: true,
  batchSize: true,
  seed: true,
  validation: true,
  signal: true,
  onStep: true,
});

/**
 * Trains a classifier with Adam, at a learning rate that falls linearly to 0.
 *
 * The same seeds give the same weights on the same backend. What regularizers of the model
 * add to the loss is minimized, too.
 *
 * @param model Ends in a layer `logits` `[batch, classes]` and a softmax of it, as
 * {@linkcode textClassifier} makes it; its weights are changed.
 * @param data Texts and their classes; at least one.
 * @param options Epochs, learning rate, and what else there is to choose.
 * @returns One entry an epoch.
 * @throws {RangeError} If `epochs` or `batchSize` is not an integer >= 1, the rate is
 * not > 0, or a class is none of the model's.
 * @throws {TypeError} If the model is none or has no inputs yet, the data are none, there is
 * no option of a name that was given, or `signal` or `onStep` is of another kind.
 * @throws {Error} If the loss of a step is not finite: names the step.
 * @throws The signal's reason, once the signal is given.
 */
export async function trainClassifier(
  model: tf.LayersModel,
  data: LabelledIds,
  options: TrainClassifierOptions,
): Promise<ClassifierEpoch[]> {
  checkModel(ACTION, model);
  checkInput("train", model);
  checkOptionNames(ACTION, options, OPTIONS);
  const { epochs, learningRate, batchSize = 64, seed = 0 } = options;
  checkPositiveIntegers(ACTION, { epochs, batchSize });
  checkCallbacks(ACTION, options);
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(
      `Cannot ${ACTION} as learningRate must be a number > 0: got ${learningRate}`,
    );
  }
  const classes = model.outputs[0].shape.at(-1)!;
  for (const part of [data, options.validation ?? data]) {
    checkData(ACTION, part, classes);
  }
  const lengths = data.ids.map((ids) => ids.length);
  const steps = epochs * Math.ceil(lengths.length / batchSize);
  const step = trainingStep(model, data, learningRate);
  const breathe = breather();
  const history: ClassifierEpoch[] = [];
  let done = 0;
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = { batchSize, seed: epochSeed(seed, epoch) };
      const batches = batchesByLength(lengths, order);
      let loss = 0;
      let seconds = 0;
      for (const items of batches) {
        options.signal?.throwIfAborted();
        const start = performance.now();
        const own = await step.run(items, 1 - done++ / steps);
        if (!Number.isFinite(own)) {
          throw new Error(
            `Cannot go on training as the loss of step ${done} must be finite: got ${own}`,
          );
        }
        loss += own / batches.length;
        seconds += (performance.now() - start) / 1_000;
        options.onStep?.(epoch);
        await breathe();
      }
      const { validation } = options;
      const accuracy = validation &&
        await classifierAccuracy(model, validation);
      options.signal?.throwIfAborted();
      history.push({
        loss,
        seconds,
        ...(accuracy === undefined ? {} : { accuracy }),
      });
    }
  } finally {
    step.dispose();
  }
  return history;
}

/** One step of Adam on some of the texts. */
function trainingStep(
  model: tf.LayersModel,
  data: LabelledIds,
  learningRate: number,
) {
  const optimizer: tf.Optimizer = tf.train.adam(learningRate);
  const weights = model.trainableWeights.map((weight) =>
    weight.read() as tf.Variable
  );
  // the loss is taken from the logits: the logarithm of a softmax may be infinite
  const logits = tf.model({
    inputs: model.inputs,
    outputs: model.getLayer("logits").output as tf.SymbolicTensor,
  });
  return {
    /** Answers the loss before the step, whose rate is a share of the first one. */
    async run(items: readonly number[], share: number): Promise<number> {
      // tfjs has no public way to change it
      (optimizer as unknown as { learningRate: number }).learningRate =
        learningRate * share;
      const loss = tf.tidy(() => {
        const { ids, labels } = batchTensors(data, items);
        const entropies: tf.Scalar[] = [];
        const { grads } = tf.variableGrads(() => {
          const scores = logits.apply(ids, { training: true }) as tf.Tensor2D;
          const targets = tf.oneHot(labels, scores.shape[1]);
          const entropy = tf.losses.softmaxCrossEntropy(targets, scores);
          entropies.push(tf.keep(entropy.asScalar()));
          return tf.addN([entropy, ...model.calculateLosses()]).asScalar();
        }, weights);
        optimizer.applyGradients(grads);
        return entropies[0];
      });
      const [value] = await loss.data();
      loss.dispose();
      return value;
    },
    /** Lets go of the optimizer's tensors. */
    dispose: () => optimizer.dispose(),
  };
}
