/**
 * Lookups of 64 × 32 ids and the gradients of the tables, in the five configurations
 * of the peers' table; the baseline is `tf.layers.embedding`. The backend is the best
 * that runs here, or the one that `KRONLAB_BACKEND` names.
 *
 * @module
 */

import {
  integerRoot,
  ketRows,
  kroneckerRows,
  tf,
  useBackend,
} from "../../mod.ts";
import type { BackendName } from "../../mod.ts";

const backend = await useBackend(
  (Deno.env.get("KRONLAB_BACKEND") ?? undefined) as BackendName | undefined,
);

const CONFIGURATIONS = [
  { vocabulary: 30_428, width: 256, order: 4, rank: 1 },
  { vocabulary: 30_428, width: 400, order: 2, rank: 10 },
  { vocabulary: 32_011, width: 400, order: 2, rank: 30 },
  { vocabulary: 118_655, width: 300, order: 2, rank: 2 },
  { vocabulary: 118_655, width: 300, order: 4, rank: 1 },
];

function factors(shape: [number, number, number], order: number) {
  return Array.from(
    { length: order },
    (_, j) => tf.randomNormal<tf.Rank.R3>(shape, 0, 1, "float32", j + 1),
  );
}

/** Registers a lookup and a lookup with the gradient of a sum of squares. */
function bench(
  name: string,
  group: string,
  tables: tf.Tensor[],
  lookup: (tables: tf.Tensor[]) => tf.Tensor,
): void {
  const baseline = name === "dense";
  Deno.bench(`${name}`, { group: `${group}, forward`, baseline }, () => {
    // wasm computes at once: nothing has to be read
    tf.dispose(lookup(tables));
  });
  const loss = (...values: tf.Tensor[]) =>
    tf.sum(tf.square(lookup(values))).asScalar();
  const gradients = tf.grads(loss);
  Deno.bench(`${name}`, { group: `${group}, with gradient`, baseline }, () => {
    tf.dispose(gradients(tables));
  });
}

for (const { vocabulary, width, order, rank } of CONFIGURATIONS) {
  const group =
    `${backend}: ${vocabulary} × ${width}, order ${order}, rank ${rank}`;
  const ids = tf.cast(
    tf.randomUniform([64, 32], 0, vocabulary, "float32", 7),
    "int32",
  );
  const dense = tf.layers.embedding({ inputDim: vocabulary, outputDim: width });
  dense.apply(ids);
  bench(
    "dense",
    group,
    [dense.getWeights()[0]],
    ([table]) => tf.gather(table, ids),
  );
  const [rows, columns] = [
    integerRoot(vocabulary, order),
    integerRoot(width, order),
  ];
  bench(
    "word2ketXS",
    group,
    factors([rank, rows, columns], order),
    (values) =>
      kroneckerRows({
        rows: vocabulary,
        columns: width,
        factors: values as tf.Tensor3D[],
      }, ids),
  );
  if (order === 4 && width === 256) {
    bench(
      "word2ket",
      group,
      factors([vocabulary, rank, columns], order),
      (values) =>
        ketRows({ columns: width, factors: values as tf.Tensor3D[] }, ids),
    );
  }
}
