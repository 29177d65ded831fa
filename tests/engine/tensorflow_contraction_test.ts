import { assertThrows } from "@std/assert";
import {
  BIASED_CONTRACTION,
  registerTensorFlowContraction,
} from "../../lib/engine/tensorflow_contraction.ts";
import { registerTensorFlowContractionByEinsum } from "../../lib/engine/tensorflow_contraction_by_einsum.ts";
import { kronlabOperation } from "../../lib/engine/tensorflow_operation.ts";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import {
  CONTRACTION,
  CONTRACTION_GRADIENT,
} from "../../lib/engine/wasm_contraction.ts";
import { kroneckerMatrix } from "../../lib/op/kronecker_matrix.ts";
import { kroneckerMultiply } from "../../lib/op/kronecker_multiply.ts";
import { kroneckerMultiplyTransposed } from "../../lib/op/kronecker_multiply_transposed.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertKeepsNoMoreThanX } from "../support/assert_keeps_no_more_than_x.ts";
import { PRESENT } from "../support/backends.ts";

/** The ways of native TensorFlow: for a processor, and for a GPU. */
const WAYS = {
  "contraction.cc": registerTensorFlowContraction,
  einsum: registerTensorFlowContractionByEinsum,
};

/** Runs `f` with the kernels of a way in place of those that this machine has. */
async function withKernels(register: () => void, f: () => void) {
  await useBackend("native");
  const names = [CONTRACTION, BIASED_CONTRACTION, CONTRACTION_GRADIENT];
  const own = names.map((name) => tf.getKernel(name, "tensorflow"));
  const unregister = () =>
    names.filter((name) => tf.getKernel(name, "tensorflow"))
      .forEach((name) => tf.unregisterKernel(name, "tensorflow"));
  unregister();
  register();
  try {
    f();
  } finally {
    unregister();
    own.forEach((kernel) => kernel && tf.registerKernel(kernel));
  }
}

/** Sizes with tails of blocks, tiles and vectors, and what they are cut to. */
const SIZES = {
  "states computed again": {
    rows: 890,
    columns: 1_097,
    factors: [[36, 25], [44, 25]],
  },
  "states kept": { rows: 254, columns: 251, factors: [[64, 4], [4, 64]] },
};

if (PRESENT.native) {
  for (const [way, register] of Object.entries(WAYS)) {
    Deno.test(`native products keep no more than x: ${way}`, () =>
      withKernels(register, assertKeepsNoMoreThanX));

    const cases = Object.entries(SIZES).flatMap(([name, sizes]) =>
      [false, true].map((transposed) => ({ name, sizes, transposed }))
    );
    for (const { name, sizes, transposed } of cases) {
      Deno.test(
        `native products of many vectors are those of the matrix: ${way}, ${name}, ${
          transposed ? "transposed" : "plain"
        }`,
        () =>
          withKernels(register, () => {
            const [inputs, outputs] = sizes.factors;
            const factors = inputs.map((n, j) =>
              tf.randomNormal<tf.Rank.R3>(
                [3, n, outputs[j]],
                0,
                0.2,
                "float32",
                j,
              )
            );
            const k = { ...sizes, factors };
            const [from, to] = transposed
              ? [k.columns, k.rows]
              : [k.rows, k.columns];
            // enough work for several threads, and a block that is not full
            const x = tf.randomNormal<tf.Rank.R2>(
              [333, from],
              0,
              1,
              "float32",
              7,
            );
            const slopes = tf.randomNormal([333, to], 0, 1, "float32", 8);
            const multiply = transposed
              ? kroneckerMultiplyTransposed
              : kroneckerMultiply;
            const bias = tf.randomNormal([to], 0, 1, "float32", 9);
            const ways = [
              (x: tf.Tensor, bias: tf.Tensor, ...factors: tf.Tensor[]) =>
                multiply(x, { ...k, factors: factors as tf.Tensor3D[] }, {
                  memory: 1,
                  bias,
                }),
              (x: tf.Tensor, bias: tf.Tensor, ...factors: tf.Tensor[]) =>
                tf.add(
                  tf.matMul(
                    x,
                    kroneckerMatrix({
                      ...k,
                      factors: factors as tf.Tensor3D[],
                    }),
                    false,
                    transposed,
                  ),
                  bias,
                ),
            ];
            const [[value, ...slope], [wanted, ...wantedSlopes]] = ways.map(
              (f) => [
                f(x, bias, ...factors),
                ...tf.grads(f)([x, bias, ...factors], slopes),
              ],
            );
            assertAllClose(value, wanted, { absolute: 1e-3 });
            slope.forEach((gradient, i) =>
              assertAllClose(gradient, wantedSlopes[i], { absolute: 2e-2 })
            ); // sums of 333 · 1,100 products
          }),
      );
    }
  }

  Deno.test("contraction.cc refuses a plan that it can't read", async () => {
    await useBackend("native");
    const inputs = [tf.ones([2, 4])];
    const list = [tf.ones([1, 2, 2]), tf.ones([1, 2, 2])];
    for (const plan of [[1], [32, 16, 4, 2, 128, 128, 128]]) {
      const call = { inputs, list, attributes: { K: 0, plan }, outputs: 1 };
      assertThrows(
        () => kronlabOperation("KronlabContraction", call),
        Error,
        "plan is not of a contraction",
      );
    }
  });
}
