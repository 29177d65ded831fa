import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { smoothedCrossEntropy } from "../../lib/op/smoothed_cross_entropy.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertDifferentiatedOnce } from "../support/assert_differentiated_once.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { finiteDifferences } from "../support/finite_differences.ts";

const cases = fc.tuple(
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 2, max: 6 }),
).chain(([rows, classes]) =>
  fc.record({
    rows: fc.constant(rows),
    classes: fc.constant(classes),
    logits: fc.array(fc.integer({ min: -30, max: 30 }), {
      minLength: rows * classes,
      maxLength: rows * classes,
    }),
    labels: fc.array(fc.nat(classes - 1), {
      minLength: rows,
      maxLength: rows,
    }),
    smoothing: fc.constantFrom(0, 0.1, 0.5),
  })
);

/** Loss and gradient by the formula, in float64, with the labels written out. */
function byFormula(
  logits: readonly number[],
  labels: readonly number[],
  classes: number,
  smoothing: number,
) {
  const count = Math.max(1, labels.filter((label) => label !== 0).length);
  let loss = 0;
  const gradient = labels.flatMap((label, row) => {
    const z = logits.slice(row * classes, (row + 1) * classes);
    const sum = z.reduce((total, value) => total + Math.exp(value), 0);
    return z.map((value, c) => {
      if (label === 0) return 0;
      const target = smoothing / classes +
        (c === label ? 1 - smoothing : 0);
      const share = Math.exp(value) / sum;
      loss -= target * (value - Math.log(sum)) / count;
      return (share - target) / count;
    });
  });
  return { loss, gradient };
}

testOnBackends(
  "smoothedCrossEntropy() and its gradient are the formula's",
  () => {
    fc.assert(
      fc.property(cases, ({ rows, classes, labels, smoothing, ...c }) => {
        tf.tidy(() => {
          const values = c.logits.map((value) => value / 4);
          const logits = tf.tensor2d(values, [rows, classes]);
          const f = (z: tf.Tensor) =>
            smoothedCrossEntropy(z as tf.Tensor2D, labels, { smoothing });
          const expected = byFormula(values, labels, classes, smoothing);
          const tolerance = { relative: 1e-5, absolute: 1e-5 };
          assertAllClose(f(logits), expected.loss, tolerance);
          const gradient = tf.grad(f)(logits);
          assertEquals(gradient.shape, [rows, classes]);
          assertAllClose(
            tf.reshape(gradient, [-1]),
            expected.gradient,
            tolerance,
          );
        });
      }),
      { numRuns: 40 },
    );
  },
);

testOnBackends(
  "smoothedCrossEntropy() has the gradient of finite differences",
  () => {
    const labels = [1, 0, 4, 2];
    const logits = tf.randomUniform([4, 5], -1, 1, "float32", 3) as tf.Tensor2D;
    const f = (z: tf.Tensor) =>
      tf.mul(
        3,
        smoothedCrossEntropy(z as tf.Tensor2D, labels, { smoothing: 0.1 }),
      ) as tf.Scalar;
    const gradient = tf.grad(f)(logits);
    const expected = finiteDifferences(f, [logits], 0, 1e-2);
    assertAllClose(tf.reshape(gradient, [-1]), expected, {
      relative: 1e-3, // of the differences: rounding over a step of 0.01
      absolute: 2e-4,
    });
  },
);

testOnBackends(
  "smoothedCrossEntropy() stays finite where the softmax is 0 and 1",
  () => {
    const logits = tf.tensor2d([[1e4, -1e4], [-1e4, 1e4]]);
    assertAllClose(smoothedCrossEntropy(logits, [1, 1]), 1e4);
  },
);

testOnBackends("smoothedCrossEntropy() of nothing but padding is 0", () => {
  const logits = tf.tensor2d([[1, 2], [3, 4]]);
  const f = (z: tf.Tensor) => smoothedCrossEntropy(z as tf.Tensor2D, [0, 0]);
  assertAllClose(f(logits), 0);
  assertAllClose(tf.grad(f)(logits), [[0, 0], [0, 0]]);
});

testOnBackends(
  "smoothedCrossEntropy() adds up over parts with a common divisor",
  () => {
    const logits = tf.randomUniform([4, 5], -1, 1, "float32", 3) as tf.Tensor2D;
    const labels = [1, 2, 3, 4];
    const parts = [0, 2].map((first) =>
      smoothedCrossEntropy(
        tf.slice(logits, [first], [2]),
        labels.slice(first, first + 2),
        { divisor: 4 },
      )
    );
    assertAllClose(
      tf.add(parts[0], parts[1]),
      smoothedCrossEntropy(logits, labels),
    );
  },
);

testOnBackends("smoothedCrossEntropy() leaves no tensor behind", () => {
  const logits = tf.zeros([256, 512]) as tf.Tensor2D;
  const labels = Array.from({ length: 256 }, (_, i) => 1 + i);
  const before = tf.memory().numTensors;
  const gradient = tf.grad((z) =>
    smoothedCrossEntropy(z as tf.Tensor2D, labels)
  )(
    logits,
  );
  gradient.dispose();
  assert(
    tf.memory().numTensors === before,
    `${tf.memory().numTensors - before}`,
  );
  logits.dispose();
});

Deno.test("smoothedCrossEntropy() takes a padding that is no class", () => {
  const logits = tf.tensor2d([[1, 2, 3], [4, 0, 1], [0, 1, 0]]);
  const two = tf.slice(logits, [0, 0], [2, 3]);
  const whole = smoothedCrossEntropy(two, [0, 2], { padding: -1 });
  assertAllClose(
    smoothedCrossEntropy(logits, [0, 2, -1], { padding: -1 }),
    whole,
  );
  assertAllClose(
    whole,
    [
      Math.log(1 + Math.E + Math.E ** 2),
      Math.log(1 + Math.exp(3) + Math.exp(-1)),
    ]
      .reduce((sum, loss) => sum + loss, 0) / 2,
  );
});

Deno.test("smoothedCrossEntropy() refuses what does not fit", () => {
  const logits = tf.zeros([2, 3]) as tf.Tensor2D;
  assertEquals(
    assertThrows(() => smoothedCrossEntropy(logits, [1]), ShapeError).message,
    "Cannot take the cross-entropy as shape must be [1, classes]: got [2, 3]",
  );
  assertEquals(
    assertThrows(() => smoothedCrossEntropy(logits, [1, 3]), RangeError)
      .message,
    "Cannot take the cross-entropy as label 1 must be an integer in [0, 3): got 3",
  );
  assertEquals(
    assertThrows(
      () => smoothedCrossEntropy(logits, [1, 2], { smoothing: 1 }),
      RangeError,
    ).message,
    "Cannot take the cross-entropy as smoothing must be in [0, 1): got 1",
  );
});

testOnBackends(
  "smoothedCrossEntropy() takes classes that can't be for what they are",
  () => {
    const logits = tf.tensor2d([[0, -Infinity, 1]]);
    const loss = (z: tf.Tensor) => smoothedCrossEntropy(z as tf.Tensor2D, [2]);
    const expected = Math.log(1 + Math.exp(-1));
    assertAllClose(loss(logits), expected);
    const share = 1 / (1 + Math.exp(1));
    assertAllClose(tf.grad(loss)(logits), [[share, 0, -share]]);
  },
);

Deno.test("smoothedCrossEntropy() refuses what is no tensor, labels or option", async () => {
  const logits = tf.zeros([2, 3]);
  await assertRefusesArguments("take the cross-entropy", smoothedCrossEntropy, [
    [[[[1, 2]], [1]], "logits must be a tensor: got an array"],
    [[logits], "labels must be an array of numbers: got undefined"],
    [
      [logits, tf.ones([2])],
      "labels must be an array of numbers: got a Tensor",
    ],
    [
      [logits, [1, 2], { smothing: 0.1 }],
      "each option must be one of smoothing, padding, divisor: got smothing (did you mean smoothing?)",
    ],
  ]);
});

testOnBackends(
  "smoothedCrossEntropy() leaves out rows of padding, whatever is in them",
  () => {
    const logits = tf.tensor2d([[-Infinity, 0, 0], [-Infinity, 0, 0], [
      NaN,
      0,
      0,
    ]]);
    const loss = smoothedCrossEntropy(logits, [1, 0, 0]);
    assertAllClose(loss, Math.LN2);
    assertAllClose(smoothedCrossEntropy(logits, [0, 0, 0]), 0);
    const impossible = tf.tensor2d([[0, 0, 0], [-Infinity, 0, 0], [
      -Infinity,
      -Infinity,
      -Infinity,
    ]]);
    for (const smoothing of [0, 0.1]) {
      const gradient = tf.grad((z: tf.Tensor) =>
        smoothedCrossEntropy(z as tf.Tensor2D, [1, 0, 0], { smoothing })
      )(impossible);
      const even = (1 - smoothing) / 3;
      assertAllClose(gradient, [[even, -2 * even, even], [0, 0, 0], [0, 0, 0]]);
    }
  },
);

testOnBackends(
  "smoothedCrossEntropy() refuses to be differentiated twice",
  () => {
    const loss = (logits: tf.Tensor) =>
      smoothedCrossEntropy(logits as tf.Tensor2D, [1, 2]);
    assertDifferentiatedOnce("smoothedCrossEntropy()", loss, tf.ones([2, 3]));
  },
);
