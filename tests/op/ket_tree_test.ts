import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { ketTreeRows } from "../../lib/op/ket_tree.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { finiteDifferences } from "../support/finite_differences.ts";

/** The definition for one term, in float64. */
function tree(leaves: number[][]): number[] {
  let nodes = leaves;
  while (nodes.length > 1) {
    const parents: number[][] = [];
    for (let j = 0; j + 1 < nodes.length; j += 2) {
      const vector = nodes[j].flatMap((a) => nodes[j + 1].map((b) => a * b));
      const mean = vector.reduce((a, b) => a + b) / vector.length;
      const variance = vector.reduce((sum, v) => sum + (v - mean) ** 2, 0) /
        vector.length;
      parents.push(vector.map((v) => (v - mean) / Math.sqrt(variance + 1e-5)));
    }
    nodes = nodes.length % 2 === 1 ? [...parents, nodes.at(-1)!] : parents;
  }
  return nodes[0];
}

for (const order of [1, 2, 3, 4, 5]) {
  const factors = () =>
    Array.from(
      { length: order },
      (_, j) => tf.randomNormal<tf.Rank.R3>([3, 2, 2], 0, 1, "float32", 10 + j),
    );
  const columns = 2 ** order - 1;
  const ids = () => tf.tensor1d([2, 0, 2], "int32");

  testOnBackends(`ketTreeRows() of order ${order} is its definition`, () => {
    const tensors = factors();
    const values = tensors.map((factor) => factor.arraySync());
    const expected = [2, 0, 2].map((id) => {
      const [first, second] = [0, 1].map((k) =>
        tree(values.map((factor) => factor[id][k]))
      );
      return first.slice(0, columns).map((value, c) => value + second[c]);
    });
    const rows = ketTreeRows({ columns, factors: tensors }, ids());
    assertAllClose(rows, expected, { relative: 1e-4, absolute: 1e-4 });
  });

  testOnBackends(
    `ketTreeRows() of order ${order} has the gradient of finite differences`,
    () => {
      const tensors = factors();
      const slopes = tf.randomNormal([3, columns], 0, 1, "float32", 3);
      const loss = (...values: tf.Tensor[]) =>
        tf.sum(tf.mul(
          ketTreeRows({ columns, factors: values as tf.Tensor3D[] }, ids()),
          slopes,
        )).asScalar();
      for (const [j, gradient] of tf.grads(loss)(tensors).entries()) {
        const expected = finiteDifferences(loss, tensors, j, 1e-3);
        // float32 roundings over a short step, and the curvature of the division
        assertAllClose(tf.reshape(gradient, [-1]), expected, {
          relative: 0.03,
          absolute: 0.02,
        });
      }
    },
  );
}

Deno.test("ketTreeRows() names an id outside the vocabulary", () => {
  const factors = [tf.ones<tf.Rank.R3>([5, 1, 4])];
  const error = assertThrows(
    () => ketTreeRows({ columns: 4, factors }, tf.scalar(5, "int32")),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot look up rows as each id must be in [0, 5): got 5",
  );
});

Deno.test("ketTreeRows() refuses what is no embedding and no ids", () =>
  assertRefusesArguments("look up rows", ketTreeRows, [
    [[4], "k must be an object { columns, factors }: got 4"],
    [
      [{ columns: 4, factors: [tf.ones([5, 1, 4])] }, 0],
      "ids must be a tensor: got 0",
    ],
  ]));
