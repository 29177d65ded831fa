import { tf } from "../../lib/engine/tf.ts";
import type { GoldenEmbedding } from "../golden/embeddings.ts";
import { assertAllClose } from "./assert_all_close.ts";
import type { Nested } from "./assert_all_close.ts";

/** The factors of a golden file, each `[rank, rows, columns]`. */
export function goldenFactors(golden: GoldenEmbedding): tf.Tensor3D[] {
  const factors = tf.tensor4d(golden.factors as number[][][][]);
  return tf.unstack(factors) as tf.Tensor3D[];
}

/**
 * Assert that an embedding's rows, both losses and both gradients are the golden ones.
 *
 * @param factors The golden factors in the layout that `rowsOf` takes.
 * @param rowsOf The lookup.
 * @param inGoldenLayout Brings the gradient of a factor back to `[rank, rows, columns]`.
 */
export function assertGolden(
  golden: GoldenEmbedding,
  factors: readonly tf.Tensor3D[],
  rowsOf: (factors: readonly tf.Tensor3D[], ids: tf.Tensor) => tf.Tensor,
  inGoldenLayout: (gradient: tf.Tensor) => tf.Tensor,
): void {
  const ids = tf.tensor(golden.ids as number[], undefined, "int32");
  const weights = tf.tensor(golden.G as number[][]);
  const rows = (values: tf.Tensor[]) => rowsOf(values as tf.Tensor3D[], ids);
  assertAllClose(rows([...factors]), golden.rows);

  const losses = [
    {
      loss: (...values: tf.Tensor[]) =>
        tf.sum(tf.mul(rows(values), weights)).asScalar(),
      value: golden.loss_linear,
      gradients: golden.grad_linear,
    },
    {
      loss: (...values: tf.Tensor[]) =>
        tf.mul(0.5, tf.sum(tf.square(rows(values)))).asScalar(),
      value: golden.loss_half_sq,
      gradients: golden.grad_half_sq,
    },
  ];
  for (const { loss, value, gradients } of losses) {
    assertAllClose(loss(...factors), value);
    for (const [j, gradient] of tf.grads(loss)([...factors]).entries()) {
      assertAllClose(inGoldenLayout(gradient), (gradients as Nested[])[j]);
    }
  }
}
