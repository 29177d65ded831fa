import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { assertAllClose } from "./assert_all_close.ts";
import type { Tolerance } from "./assert_all_close.ts";
import { testOnBackends } from "./backends.ts";
import { finiteDifferences } from "./finite_differences.ts";

/** A layer's arguments and an input that fits them, printable when a law fails. */
export interface LayerCase<Args> {
  readonly args: Args;
  readonly input: {
    /** With the batch in front. */
    readonly shape: readonly number[];
    readonly values: readonly number[];
    readonly dtype: "int32" | "float32";
  };
}

/** What the laws need to know of a kind of layer. */
export interface LawOptions {
  /**
   * Distance of the finite differences; default 1, which is exact for outputs that are
   * linear in each single weight.
   */
  readonly step?: number;
  /**
   * Between gradients and finite differences; default 1e-5, for sums of float32, ten times
   * what the backends differed by in some hundred draws.
   */
  readonly tolerance?: Tolerance;
  /** Whether it draws its weights, from an option `seed`; default true. */
  readonly draws?: boolean;
}

/**
 * Register the laws that every layer must keep, on every backend. Those of the gradient
 * are of its weights: a layer that has none tests that of its input itself.
 */
export function testLayerLaws<Args extends object>(
  Class: tf.serialization.SerializableConstructor<tf.layers.Layer> & {
    new (args: Args): tf.layers.Layer;
  },
  cases: fc.Arbitrary<LayerCase<Args>>,
  {
    step = 1,
    tolerance = { relative: 1e-5, absolute: 1e-5 },
    draws = true,
  }: LawOptions = {},
): void {
  const name = Class.className;
  const inputOf = ({ input }: LayerCase<Args>) =>
    tf.tensor([...input.values], [...input.shape], input.dtype);
  const layerOf = ({ args }: LayerCase<Args>, seed: number) =>
    new Class(draws ? { ...args, seed } : args);
  const weightsOf = (layer: tf.layers.Layer) =>
    layer.getWeights().map((weight) => [...weight.dataSync()]);

  /** Register a property of a layer that has been applied once. */
  function law(
    sentence: string,
    holds: (
      layer: tf.layers.Layer,
      input: tf.Tensor,
      example: LayerCase<Args>,
    ) => void,
    numRuns = 20,
  ): void {
    testOnBackends(`${name} ${sentence}`, () => {
      fc.assert(
        fc.property(cases, (example) => {
          const layer = layerOf(example, 3);
          const input = inputOf(example);
          layer.apply(input);
          tf.tidy(() => holds(layer, input, example));
          layer.dispose();
          input.dispose();
        }),
        { numRuns },
      );
    });
  }

  law("answers in the shape that computeOutputShape() says", (layer, input) => {
    const output = layer.apply(input) as tf.Tensor;
    assertEquals(output.shape, layer.computeOutputShape(input.shape));
  });

  law("counts as many parameters as its weights have", (layer) => {
    const sizes = layer.getWeights().map(({ size }) => size);
    assertEquals(
      layer.countParams(),
      sizes.reduce((total, size) => total + size, 0),
    );
  });

  if (draws) {
    law(
      "draws the same weights from the same seed",
      (layer, input, example) => {
        const [same, other] = [3, 4].map((seed) => {
          const twin = layerOf(example, seed);
          twin.apply(input);
          return weightsOf(twin);
        });
        assertEquals(weightsOf(layer), same);
        assertNotEquals(weightsOf(layer), other);
      },
    );
  }

  law("comes back from its config", (layer, input) => {
    const config = layer.getConfig();
    const json = JSON.parse(JSON.stringify(config));
    const twin = Class.fromConfig(Class, json);
    assertEquals(JSON.parse(JSON.stringify(twin.getConfig())), json);
    const output = layer.apply(input) as tf.Tensor;
    twin.apply(input);
    twin.setWeights(layer.getWeights());
    assertAllClose(twin.apply(input) as tf.Tensor, output, {
      relative: 0,
      absolute: 0,
    });
  });

  law("treats each example of a batch by itself", (layer, input) => {
    const whole = layer.apply(input) as tf.Tensor;
    const parts = Array.from({ length: input.shape[0] }, (_, i) => {
      const one = tf.slice(input, [i], [1]);
      return layer.apply(one) as tf.Tensor;
    });
    assertAllClose(whole, tf.concat(parts));
  });

  law("leaves no tensor behind but its output", (layer, input) => {
    const before = tf.memory().numTensors;
    const output = layer.apply(input);
    tf.dispose(output as tf.Tensor);
    assertEquals(tf.memory().numTensors, before);
  });

  law("has the gradient of finite differences", (layer, input) => {
    const weights = layer.getWeights().map((weight) => weight.clone());
    if (weights.length === 0) return;
    const output = layer.apply(input) as tf.Tensor;
    const slopes = tf.randomUniform(output.shape, -1, 1, "float32", 5);
    const loss = (...values: tf.Tensor[]) => {
      layer.setWeights(values);
      return tf.sum(tf.mul(layer.apply(input) as tf.Tensor, slopes)).asScalar();
    };
    const { grads } = tf.variableGrads(() =>
      tf.sum(tf.mul(layer.apply(input) as tf.Tensor, slopes)).asScalar()
    );
    const gradients = Object.values(grads);
    assertEquals(gradients.length, weights.length);
    for (const [j, gradient] of gradients.entries()) {
      const expected = finiteDifferences(loss, weights, j, step);
      assertAllClose(tf.reshape(gradient, [-1]), expected, tolerance);
    }
  }, 8);

  law("loses some of a loss by a step against the gradient", (layer, input) => {
    if (layer.getWeights().length === 0) return;
    const target = tf.randomUniform(
      (layer.apply(input) as tf.Tensor).shape,
      -1,
      1,
      "float32",
      6,
    );
    const loss = () =>
      tf.sum(tf.squaredDifference(layer.apply(input) as tf.Tensor, target))
        .asScalar();
    const before = loss().dataSync()[0];
    const optimizer = tf.train.sgd(1e-3);
    const { grads } = tf.variableGrads(loss);
    const steepness = Object.values(grads).reduce(
      (sum, gradient) => sum + tf.sum(tf.square(gradient)).dataSync()[0],
      0,
    );
    optimizer.applyGradients(grads);
    const after = loss().dataSync()[0];
    assert(
      after < before || steepness < 0.1, // too flat to see in float32
      `the loss went from ${before} to ${after}`,
    );
  });

  testOnBackends(`${name} survives saving and loading in a model`, async () => {
    const [example] = fc.sample(cases, { numRuns: 1, seed: 1 });
    const layer = layerOf(example, 3);
    const { shape, dtype } = example.input;
    const inputs = tf.input({ shape: shape.slice(1), dtype });
    const outputs = layer.apply(inputs) as tf.SymbolicTensor;
    const model = tf.model({ inputs, outputs });
    const saved: tf.io.ModelArtifacts[] = [];
    await model.save(tf.io.withSaveHandler((artifacts) => {
      saved.push(artifacts);
      return Promise.resolve({
        modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts),
      });
    }));
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved[0]));
    const input = inputOf(example);
    assertAllClose(
      loaded.predict(input) as tf.Tensor,
      model.predict(input) as tf.Tensor,
      { relative: 0, absolute: 0 },
    );
  });
}
