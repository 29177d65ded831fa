/**
 * Dense layers of 1 024 vectors, forward and with the gradients of vectors and weights,
 * in the sizes and ranks of the peers' table, balanced and skewed; the baseline is
 * `tf.matMul` with a whole matrix, as `tf.layers.dense` does it. The name of each
 * factored way carries its multiply–adds divided by the dense ones. The backend is the
 * best that runs here, or the one that `KRONLAB_BACKEND` names.
 *
 * @module
 */

import {
  chooseFactorShapes,
  contractionPlan,
  factorShapes,
  kroneckerMultiply,
  kroneckerMultiplyTransposed,
  LayerNormalization,
  tf,
  useBackend,
} from "../../mod.ts";
import type { BackendName, FactorShapes } from "../../mod.ts";

const backend = await useBackend(
  (Deno.env.get("KRONLAB_BACKEND") ?? undefined) as BackendName | undefined,
);

const VECTORS = 1024;
const SIZES = [[512, 512], [512, 2048], [1024, 4096]] as const;
/** The peers' ranks, and one at which the factors cost more than the whole matrix. */
const RANKS = [1, 4, 16, 64];

/** Registers a product alone and with the gradient of its sum. */
function bench(
  name: string,
  group: string,
  inputs: tf.Tensor[],
  multiply: (inputs: tf.Tensor[]) => tf.Tensor,
): void {
  const baseline = name === "dense" || name.startsWith("tf.");
  Deno.bench(name, { group: `${group}, forward`, baseline }, () => {
    // read, for backends that compute later
    const y = multiply(inputs);
    tf.tidy(() => tf.slice(y, [0, 0], [1, 1]).dataSync());
    y.dispose();
  });
  const gradients = tf.grads((...values) => tf.sum(multiply(values)));
  Deno.bench(name, { group: `${group}, with gradients`, baseline }, () => {
    const all = gradients(inputs);
    for (const gradient of all) {
      tf.tidy(() => tf.sum(gradient).dataSync());
      gradient.dispose();
    }
  });
}

/** How a way is called: row factors × column factors. */
function splits({ inputFactors, outputFactors }: FactorShapes): string {
  return `${inputFactors.join("·")} × ${outputFactors.join("·")}`;
}

for (const [inputs, outputs] of SIZES) {
  const x = tf.randomNormal([VECTORS, inputs], 0, 1, "float32", 1);
  const whole = tf.randomNormal([inputs, outputs], 0, 1, "float32", 2);
  for (const rank of RANKS) {
    const group = `${backend}: ${inputs} → ${outputs}, rank ${rank}`;
    bench("dense", group, [x, whole], ([x, w]) => tf.matMul(x, w));
    const options = { inputs, outputs, rank };
    const ways = new Set([
      ...(["balanced", "multiplyAdds"] as const).map((objective) =>
        splits(chooseFactorShapes(options, objective))
      ),
      ...(outputs === 2048 ? ["32·16 × 32·64"] : []), // the peers' way
    ]);
    for (
      const shapes of factorShapes(options).filter((each) =>
        ways.has(splits(each))
      )
    ) {
      const { inputFactors, outputFactors, multiplyAddRatio } = shapes;
      const { writtenOut } = contractionPlan(
        { rank, inputFactors, outputFactors },
        { vectors: VECTORS },
      );
      const ratio = `ratio ${multiplyAddRatio.toFixed(2)}`;
      const name = `${splits(shapes)}, ${ratio}${
        writtenOut ? ", written out" : ""
      }`;
      const factors = inputFactors.map((rows, j) =>
        tf.randomNormal(
          [rank, rows, outputFactors[j]],
          0,
          1,
          "float32",
          j + 3,
        )
      );
      bench(
        name,
        group,
        [x, ...factors],
        ([x, ...factors]) =>
          kroneckerMultiply(x, {
            rows: inputs,
            columns: outputs,
            factors: factors as tf.Tensor3D[],
          }),
      );
    }
  }
}

/** Logits of 30 428 words from vectors of 256, by a table of word2ketXS 2/10. */
for (const vectors of [1, 32]) {
  const [words, width, rank] = [30_428, 256, 10];
  const group = `${backend}: logits of ${words} words, ${vectors} vectors`;
  const h = tf.randomNormal([vectors, width], 0, 1, "float32", 1);
  const table = tf.randomNormal([words, width], 0, 1, "float32", 2);
  bench(
    "dense",
    group,
    [h, table],
    ([h, table]) => tf.matMul(h, table, false, true),
  );
  const factors = [
    tf.randomNormal([rank, 175, 16], 0, 1, "float32", 3),
    tf.randomNormal([rank, 175, 16], 0, 1, "float32", 4),
  ];
  bench(
    "by factors",
    group,
    [h, ...factors],
    ([h, ...factors]) =>
      kroneckerMultiplyTransposed(h, {
        rows: words,
        columns: width,
        factors: factors as tf.Tensor3D[],
      }),
  );
}

/** Layer normalization of 2 048 vectors. */
{
  const x = tf.randomNormal([64, 32, 256], 0, 1, "float32", 1);
  const group = `${backend}: layer normalization of [64, 32, 256]`;
  const layers = {
    "tf.layers.layerNormalization": tf.layers.layerNormalization(),
    "LayerNormalization": new LayerNormalization(),
  };
  for (const [name, layer] of Object.entries(layers)) {
    layer.apply(x);
    bench(
      name,
      group,
      [x],
      ([x]) => tf.reshape(layer.apply(x) as tf.Tensor, [-1, 256]),
    );
  }
}
