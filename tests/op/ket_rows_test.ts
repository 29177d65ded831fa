import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { ketRows } from "../../lib/op/ket_rows.ts";
import { KET } from "../golden/embeddings.ts";
import { smallIntegers } from "../support/arbitrary_kronecker.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertDifferentiatedOnce } from "../support/assert_differentiated_once.ts";
import { assertGolden, goldenFactors } from "../support/assert_golden.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { finiteDifferences } from "../support/finite_differences.ts";
import { onCpu } from "../support/on_cpu.ts";

const EXACT = { relative: 0, absolute: 0 }; // whole numbers below 2^24: no rounding

for (const [name, golden] of Object.entries(KET)) {
  testOnBackends(`ketRows() agrees with ${name}`, () => {
    const turn = (factor: tf.Tensor) => tf.transpose(factor, [1, 0, 2]);
    assertGolden(
      golden,
      goldenFactors(golden).map((factor) => turn(factor) as tf.Tensor3D),
      (factors, ids) => ketRows({ columns: golden.dim, factors }, ids),
      turn,
    );
  });
}

/** Whole-number factors of any order, some ids, and slopes for their rows. */
const cases = fc
  .record({
    vocabulary: fc.integer({ min: 1, max: 4 }),
    rank: fc.integer({ min: 1, max: 4 }),
    widths: fc.array(fc.integer({ min: 1, max: 4 }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .chain(({ vocabulary, rank, widths }) => {
    const whole = widths.reduce((product, width) => product * width, 1);
    return fc.record({
      vocabulary: fc.constant(vocabulary),
      rank: fc.constant(rank),
      widths: fc.constant(widths),
      columns: fc.integer({ min: 1, max: whole }),
      ids: fc.array(fc.nat(vocabulary - 1), { minLength: 1, maxLength: 6 }),
      factors: fc.tuple(
        ...widths.map((width) => smallIntegers(vocabulary * rank * width)),
      ),
      slopes: smallIntegers(6 * whole),
    });
  });

testOnBackends("ketRows() is its definition, and so is its gradient", () => {
  fc.assert(
    fc.property(
      cases,
      ({ vocabulary, rank, widths, columns, ids, factors, slopes }) => {
        tf.tidy(() => {
          const tensors = factors.map((values, j) =>
            tf.tensor3d(values, [vocabulary, rank, widths[j]])
          );
          const chosen = tf.tensor1d(ids, "int32");
          const expected = ids.map((id) => {
            const row = new Array(columns).fill(0);
            for (let k = 0; k < rank; k++) {
              const leaves = factors.map((values, j) => {
                const begin = (id * rank + k) * widths[j];
                return values.slice(begin, begin + widths[j]);
              });
              const term = leaves.reduce((left, right) =>
                left.flatMap((a) => right.map((b) => a * b))
              );
              for (let c = 0; c < columns; c++) row[c] += term[c];
            }
            return row;
          });
          const rows = ketRows({ columns, factors: tensors }, chosen);
          assertAllClose(rows, expected, EXACT);

          const weights = tf.tensor2d(
            slopes.slice(0, ids.length * columns),
            [ids.length, columns],
          );
          const loss = (...values: tf.Tensor[]) =>
            tf.sum(tf.mul(
              ketRows({ columns, factors: values as tf.Tensor3D[] }, chosen),
              weights,
            )).asScalar();
          for (const [j, gradient] of tf.grads(loss)(tensors).entries()) {
            // linear in each entry: exact with a step of 1 on whole numbers
            const slope = onCpu(() => finiteDifferences(loss, tensors, j, 1));
            assertAllClose(tf.reshape(gradient, [-1]), slope, EXACT);
          }
        });
      },
    ),
    { numRuns: 40 },
  );
});

testOnBackends("ketRows() never writes out the table", async () => {
  const factors = [0, 1, 2, 3].map((seed) =>
    tf.randomNormal<tf.Rank.R3>([30_428, 1, 4], 0, 1, "float32", seed)
  );
  const ids = tf.range(0, 30_428, 15, "int32"); // 2 029 ids
  const before = tf.memory();
  const profile = await tf.profile(() => {
    tf.tidy(() => {
      const loss = (...values: tf.Tensor[]) =>
        tf.sum(
          ketRows({ columns: 256, factors: values as tf.Tensor3D[] }, ids),
        ).asScalar();
      tf.grads(loss)(factors);
    });
  });
  assertEquals(tf.memory().numTensors, before.numTensors);
  const rowBytes = 4 * ids.size * 256; // the table is 15 times that
  const gradientBytes = 4 * 4 * 30_428 * 4;
  const peak = profile.peakBytes - before.numBytes;
  assert(
    peak < 12 * rowBytes + 2 * gradientBytes,
    `${peak} bytes for ${rowBytes} of rows`,
  );
});

const SMALL = { columns: 4, factors: [tf.ones<tf.Rank.R3>([5, 1, 4])] };

testOnBackends("ketRows() keeps the shape of the ids in front", () => {
  for (const shape of [[], [3], [2, 3], [0]]) {
    assertEquals(
      ketRows(SMALL, tf.zeros(shape, "int32")).shape,
      [...shape, 4],
    );
  }
});

Deno.test("ketRows() names an id outside the vocabulary", () => {
  const error = assertThrows(
    () => ketRows(SMALL, tf.scalar(5, "int32")),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot look up rows as each id must be in [0, 5): got 5",
  );
});

Deno.test("ketRows() refuses factors of different vocabularies", () => {
  const factors = [
    tf.ones<tf.Rank.R3>([5, 1, 2]),
    tf.ones<tf.Rank.R3>([4, 1, 2]),
  ];
  const error = assertThrows(
    () => ketRows({ columns: 4, factors }, tf.scalar(0, "int32")),
    ShapeError,
  );
  assertEquals(
    error.message,
    "Cannot look up rows as shape must be [5, 1, columns_j]: got [4, 1, 2]",
  );
});

Deno.test("ketRows() refuses factors with too few columns", () => {
  const error = assertThrows(
    () => ketRows({ ...SMALL, columns: 5 }, tf.scalar(0, "int32")),
    ShapeError,
  );
  assertEquals(
    error.message,
    "Cannot look up rows as shape must be [5, at least 5]: got [5, 4]",
  );
});

Deno.test("ketRows() refuses factors that are no weights and no columns", () => {
  const ids = tf.scalar(0, "int32");
  const factors = [tf.ones<tf.Rank.R3>([2, 1, 2], "int32")];
  assertEquals(
    assertThrows(() => ketRows({ columns: 2, factors }, ids), TypeError)
      .message,
    "Cannot look up rows as factors[0] must be float32: got int32",
  );
  assertEquals(
    assertThrows(() => ketRows({ columns: 0, factors }, ids), RangeError)
      .message,
    "Cannot look up rows as columns must be an integer >= 1: got 0",
  );
});

Deno.test("ketRows() refuses what is no embedding and no ids", () =>
  assertRefusesArguments("look up rows", ketRows, [
    [[], "k must be an object { columns, factors }: got undefined"],
    [[{ columns: 4 }], "factors must be an array of tensors: got undefined"],
    [
      [{ columns: 4, factors: [[1, 2]] }],
      "factors[0] must be a tensor: got an array",
    ],
    [[SMALL], "ids must be a tensor: got undefined"],
    [[SMALL, [0]], "ids must be a tensor: got an array"],
  ]));

testOnBackends("ketRows() refuses to be differentiated twice", () => {
  const ids = tf.tensor1d([3, 0], "int32");
  const rows = (factor: tf.Tensor) =>
    ketRows({ columns: 2, factors: [factor as tf.Tensor3D] }, ids);
  assertDifferentiatedOnce("ketRows()", rows, tf.ones([4, 1, 2]));
});
