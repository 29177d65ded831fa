import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { kroneckerMultiplyTransposed } from "../../lib/op/kronecker_multiply_transposed.ts";
import { XS } from "../golden/embeddings.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { goldenFactors } from "../support/assert_golden.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { testMultiplicationLaws } from "../support/multiply_laws.ts";

testMultiplicationLaws(kroneckerMultiplyTransposed, true);

for (const [name, golden] of Object.entries(XS)) {
  testOnBackends(
    `kroneckerMultiplyTransposed() agrees with the logits of ${name}`,
    () => {
      const k = {
        rows: golden.vocab,
        columns: golden.dim,
        factors: goldenFactors(golden),
      };
      const hidden = tf.tensor2d(golden.tied_h as number[][]);
      for (const memory of [0, 1_000_000]) {
        const logits = kroneckerMultiplyTransposed(hidden, k, { memory });
        assertEquals(logits.shape, [3, golden.vocab]);
        assertAllClose(logits, golden.tied_logits!);
      }
    },
  );
}

Deno.test("kroneckerMultiplyTransposed() refuses what is no tensor and no sum of products", async () => {
  const k = { rows: 2, columns: 2, factors: [tf.ones([1, 2, 2])] };
  await assertRefusesArguments(
    "multiply by a sum of Kronecker products",
    kroneckerMultiplyTransposed,
    [
      [
        [tf.ones([2])],
        "k must be an object { rows, columns, factors } such as nearestKroneckerProducts() makes: got undefined",
      ],
      [[[1, 2], k], "h must be a tensor: got an array"],
    ],
  );
});
