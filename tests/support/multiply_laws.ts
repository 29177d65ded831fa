import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import type { MultiplyOptions } from "../../lib/op/kronecker_multiply.ts";
import type { KroneckerProducts } from "../../lib/op/kronecker_products.ts";
import { LINEAR } from "../golden/linear.ts";
import {
  arbitraryKronecker,
  kroneckerOf,
  smallIntegers,
} from "./arbitrary_kronecker.ts";
import { assertAllClose } from "./assert_all_close.ts";
import type { Nested } from "./assert_all_close.ts";
import { testOnBackends } from "./backends.ts";
import { finiteDifferences } from "./finite_differences.ts";
import { onCpu } from "./on_cpu.ts";
import { writtenOut } from "./written_out.ts";

const EXACT = { relative: 0, absolute: 0 }; // whole numbers below 2^24: no rounding

/** x·K or h·Kᵀ. */
export interface Multiplication {
  (x: tf.Tensor, k: KroneckerProducts, options?: MultiplyOptions): tf.Tensor;
}

/** Both ways to compute; a single factor is a matrix already. */
const WAYS: Readonly<Record<string, MultiplyOptions>> = {
  "by factors": { memory: 0 },
  "the cheapest way": {},
};

/** Register the tests that x·K and h·Kᵀ must pass alike. */
export function testMultiplicationLaws(
  multiply: Multiplication,
  transposed: boolean,
): void {
  const name = `${multiply.name}()`;
  const inputsOf = (k: { rows: number; columns: number }) =>
    transposed ? k.columns : k.rows;
  const matrixOf = (k: KroneckerProducts) =>
    transposed ? tf.transpose(writtenOut(k)) : writtenOut(k);
  const withVectors = arbitraryKronecker.chain((values) =>
    fc.integer({ min: 1, max: 20 }).chain((vectors) =>
      fc.record({
        values: fc.constant(values),
        vectors: fc.constant(vectors),
        x: smallIntegers(vectors * inputsOf(values)),
      })
    )
  );

  for (const [way, options] of Object.entries(WAYS)) {
    testOnBackends(`${name} is the written-out product, ${way}`, () => {
      fc.assert(
        fc.property(withVectors, ({ values, vectors, x }) => {
          tf.tidy(() => {
            const k = kroneckerOf(values);
            const input = tf.tensor2d(x, [vectors, inputsOf(k)]);
            assertAllClose(
              multiply(input, k, options),
              tf.matMul(input, matrixOf(k)),
              EXACT,
            );
          });
        }),
        { numRuns: 300 },
      );
    });

    testOnBackends(`${name} has the right gradients, ${way}`, () => {
      const withSlopes = withVectors.chain((sample) =>
        fc.record({
          sample: fc.constant(sample),
          slopes: smallIntegers(
            sample.vectors *
              (transposed ? sample.values.rows : sample.values.columns),
          ),
        })
      );
      fc.assert(
        fc.property(withSlopes, ({ sample, slopes }) => {
          tf.tidy(() => {
            const k = kroneckerOf(sample.values);
            const input = tf.tensor2d(sample.x, [sample.vectors, inputsOf(k)]);
            const weights = tf.tensor2d(slopes, [
              sample.vectors,
              slopes.length / sample.vectors,
            ]);
            const loss = (...inputs: tf.Tensor[]) => {
              const [x, ...factors] = inputs as [tf.Tensor, ...tf.Tensor3D[]];
              return tf.sum(
                tf.mul(multiply(x, { ...k, factors }, options), weights),
              )
                .asScalar();
            };
            const inputs = [input, ...k.factors];
            for (const [i, gradient] of tf.grads(loss)(inputs).entries()) {
              // linear in each entry: exact with a step of 1 on whole numbers
              const expected = onCpu(() =>
                finiteDifferences(loss, inputs, i, 1)
              );
              assertEquals(gradient.shape, inputs[i].shape);
              assertAllClose(tf.reshape(gradient, [-1]), expected, EXACT);
            }
          });
        }),
        { numRuns: 60 },
      );
    });

    for (const [file, golden] of Object.entries(LINEAR)) {
      testOnBackends(`${name} agrees with ${file}, ${way}`, () => {
        const swap = (factor: tf.Tensor) =>
          transposed ? factor : tf.transpose(factor, [0, 2, 1]);
        const factors = (golden.factors as Nested[]).map((factor) =>
          swap(tf.tensor(factor as number[][][])) as tf.Tensor3D
        );
        const [outputs, inputs] = [golden.out_features, golden.in_features];
        const sizes = transposed
          ? { rows: outputs, columns: inputs }
          : { rows: inputs, columns: outputs };
        const y = (args: readonly tf.Tensor[]) => {
          const [x, bias, ...factors] = args;
          const k = { ...sizes, factors: factors as tf.Tensor3D[] };
          return multiply(x, k, { ...options, bias });
        };
        const args = [
          tf.tensor(golden.x as number[][]),
          tf.tensor(golden.bias as number[]),
          ...factors,
        ];
        assertAllClose(y(args), golden.y);
        const losses = [
          {
            loss: (...args: tf.Tensor[]) =>
              tf.sum(tf.mul(y(args), tf.tensor(golden.G as number[])))
                .asScalar(),
            value: golden.loss_linear,
            expected: golden.grad_linear,
          },
          {
            loss: (...args: tf.Tensor[]) =>
              tf.mul(0.5, tf.sum(tf.square(y(args)))).asScalar(),
            value: golden.loss_half_sq,
            expected: golden.grad_half_sq,
          },
        ];
        for (const { loss, value, expected } of losses) {
          const some = { relative: 1e-5, absolute: 1e-5 }; // sums of up to 256 products
          assertAllClose(loss(...args), value, some);
          const [x, bias, ...gradients] = tf.grads(loss)(args);
          assertAllClose(x, expected.x, some);
          assertAllClose(bias, expected.bias, some);
          for (const [j, gradient] of gradients.entries()) {
            assertAllClose(
              swap(gradient),
              (expected.factors as Nested[])[j],
              some,
            );
          }
        }
      });
    }
  }

  const k = (): KroneckerProducts => ({
    rows: 15,
    columns: 24,
    factors: [tf.ones([2, 4, 4]), tf.ones([2, 4, 6])],
  });
  const [inputs, outputs] = transposed ? [24, 15] : [15, 24];

  testOnBackends(`${name} keeps the leading axes`, () => {
    for (const lead of [[], [3], [2, 3], [2, 1, 3], [0], [2, 0]]) {
      const bias = tf.ones([outputs]);
      const y = multiply(tf.ones([...lead, inputs]), k(), { bias });
      assertEquals(y.shape, [...lead, outputs]);
      assertEquals(
        [...y.dataSync()].every((value) => value === 2 * inputs + 1),
        true,
      );
    }
  });

  testOnBackends(`${name} of no vectors has gradients of zero`, () => {
    const { factors, ...sizes } = k();
    const loss = (...args: tf.Tensor[]) => {
      const [x, ...factors] = args as [tf.Tensor, ...tf.Tensor3D[]];
      return tf.sum(multiply(x, { ...sizes, factors })).asScalar();
    };
    const gradients = tf.grads(loss)([tf.zeros([0, inputs]), ...factors]);
    assertEquals(gradients.map(({ shape }) => shape), [
      [0, inputs],
      [2, 4, 4],
      [2, 4, 6],
    ]);
    for (const gradient of gradients.slice(1)) {
      assertEquals(tf.max(tf.abs(gradient)).dataSync()[0], 0);
    }
  });

  testOnBackends(`${name} leaves no tensors behind`, () => {
    for (const options of Object.values(WAYS)) {
      const { factors, ...sizes } = k();
      const x = tf.ones([40, inputs]);
      const loss = (...args: tf.Tensor[]) => {
        const [x, ...factors] = args as [tf.Tensor, ...tf.Tensor3D[]];
        return tf.sum(multiply(x, { ...sizes, factors }, options)).asScalar();
      };
      const before = tf.memory().numTensors;
      tf.dispose(tf.grads(loss)([x, ...factors]));
      assertEquals(tf.memory().numTensors, before);
      tf.dispose(multiply(x, { ...sizes, factors }, options));
      assertEquals(tf.memory().numTensors, before);
    }
  });

  testOnBackends(`${name} refuses to be differentiated twice`, () => {
    for (const options of Object.values(WAYS)) {
      const gradient = tf.grad((x: tf.Tensor) => multiply(x, k(), options));
      const error = assertThrows(
        () =>
          tf.grad((x: tf.Tensor) => tf.square(gradient(tf.square(x))))(
            tf.ones([3, inputs]),
          ),
        Error,
      );
      assertStringIncludes(
        error.message,
        `Cannot differentiate ${name} twice as it must be differentiated at most once: its gradient is a kernel without one`,
      );
    }
  });

  Deno.test(`${name} refuses vectors of the wrong width`, () => {
    const error = assertThrows(
      () => multiply(tf.ones([3, inputs + 1]), k()),
      ShapeError,
    );
    assertEquals(
      error.message,
      `Cannot multiply by a sum of Kronecker products as shape must be […, ${inputs}]: got [3,${
        inputs + 1
      }]`.replace("3,", "3, "),
    );
  });

  testOnBackends(`${name} takes whole numbers for a bias`, () => {
    const bias = tf.fill([outputs], 3, "int32");
    for (const options of Object.values(WAYS)) {
      const y = multiply(tf.ones([2, inputs]), k(), { ...options, bias });
      assertEquals(new Set(y.dataSync()), new Set([2 * inputs + 3]));
    }
  });

  Deno.test(`${name} refuses a bias of another length`, () => {
    for (const shape of [[3], [1, outputs]]) {
      const error = assertThrows(
        () => multiply(tf.ones([3, inputs]), k(), { bias: tf.ones(shape) }),
        ShapeError,
      );
      assertEquals(
        error.message,
        `Cannot add a bias as shape must be [${outputs}]: got [${
          shape.join(", ")
        }]`,
      );
    }
  });

  Deno.test(`${name} refuses factors that are too small`, () => {
    const error = assertThrows(
      () => multiply(tf.ones([3, inputs]), { ...k(), rows: 17 }),
      ShapeError,
    );
    assertEquals(
      error.message,
      "Cannot multiply by a sum of Kronecker products as shape must be [at least 17, at least 24]: got [16, 24]",
    );
  });
}
