import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import type { KroneckerProducts } from "../../lib/op/kronecker_products.ts";
import { kroneckerRows } from "../../lib/op/kronecker_rows.ts";
import { XS } from "../golden/embeddings.ts";
import {
  arbitraryKronecker,
  kroneckerOf,
  smallIntegers,
} from "../support/arbitrary_kronecker.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertDifferentiatedOnce } from "../support/assert_differentiated_once.ts";
import { assertGolden, goldenFactors } from "../support/assert_golden.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { finiteDifferences } from "../support/finite_differences.ts";
import { onCpu } from "../support/on_cpu.ts";
import { writtenOut } from "../support/written_out.ts";

const EXACT = { relative: 0, absolute: 0 }; // whole numbers below 2^24: no rounding

for (const [name, golden] of Object.entries(XS)) {
  const rowsOf = (factors: readonly tf.Tensor3D[], ids: tf.Tensor) =>
    kroneckerRows({ rows: golden.vocab, columns: golden.dim, factors }, ids);

  testOnBackends(`kroneckerRows() agrees with ${name}`, () => {
    assertGolden(golden, goldenFactors(golden), rowsOf, (gradient) => gradient);
    const all = tf.range(0, golden.vocab, 1, "int32");
    const table = rowsOf(goldenFactors(golden), all);
    const hidden = tf.tensor2d(golden.tied_h as number[][]);
    const logits = tf.matMul(hidden, tf.transpose(table));
    assertAllClose(logits, golden.tied_logits!);
  });
}

const withIds = arbitraryKronecker.chain((values) =>
  fc.record({
    values: fc.constant(values),
    ids: fc.array(fc.nat(values.rows - 1), { minLength: 1, maxLength: 9 }),
  })
);

testOnBackends("kroneckerRows() takes rows of the written-out matrix", () => {
  fc.assert(
    fc.property(withIds, ({ values, ids }) => {
      tf.tidy(() => {
        const k = kroneckerOf(values);
        const chosen = tf.tensor1d(ids, "int32");
        const expected = tf.gather(writtenOut(k), chosen);
        assertAllClose(kroneckerRows(k, chosen), expected, EXACT);
      });
    }),
    { numRuns: 200 },
  );
});

testOnBackends("kroneckerRows() has the gradient of finite differences", () => {
  const withSlopes = withIds.chain(({ values, ids }) =>
    fc.record({
      values: fc.constant(values),
      ids: fc.constant(ids),
      slopes: smallIntegers(ids.length * values.columns),
    })
  );
  fc.assert(
    fc.property(withSlopes, ({ values, ids, slopes }) => {
      tf.tidy(() => {
        const k = kroneckerOf(values);
        const chosen = tf.tensor1d(ids, "int32");
        const weights = tf.tensor2d(slopes, [ids.length, values.columns]);
        const loss = (...factors: tf.Tensor[]) =>
          tf.sum(tf.mul(
            kroneckerRows({ ...k, factors: factors as tf.Tensor3D[] }, chosen),
            weights,
          )).asScalar();
        const gradients = tf.grads(loss)([...k.factors]);
        for (const [j, gradient] of gradients.entries()) {
          // linear in each entry: exact with a step of 1 on whole numbers
          const expected = onCpu(() =>
            finiteDifferences(loss, k.factors, j, 1)
          );
          assertAllClose(tf.reshape(gradient, [-1]), expected, EXACT);
        }
      });
    }),
    { numRuns: 40 },
  );
});

/** SQuAD's table of word2ketXS, order 2 and rank 2: 118 655 × 300. */
function squad(): KroneckerProducts {
  return {
    rows: 118_655,
    columns: 300,
    factors: [
      tf.randomNormal([2, 345, 18], 0, 1, "float32", 1),
      tf.randomNormal([2, 345, 18], 0, 1, "float32", 2),
    ],
  };
}

testOnBackends("kroneckerRows() keeps the shape of the ids in front", () => {
  const k = squad();
  for (const shape of [[], [3], [2, 3], [1, 2, 3], [0], [2, 0]]) {
    const ids = tf.zeros(shape, "int32");
    assertEquals(kroneckerRows(k, ids).shape, [...shape, 300]);
  }
  const ids = tf.tensor2d([[7, 118_654], [0, 7]], [2, 2], "int32");
  const rows = kroneckerRows(k, ids);
  for (const [place, id] of [[0, 7], [1, 118_654], [2, 0], [3, 7]]) {
    const row = kroneckerRows(k, tf.scalar(id, "int32"));
    assertAllClose(
      tf.reshape(rows, [4, 300]).slice([place, 0], [1, 300]).squeeze(),
      row,
      EXACT,
    );
  }
});

testOnBackends("kroneckerRows() of no ids has gradients of zero", () => {
  const k = squad();
  const none = tf.tensor1d([], "int32");
  const loss = (...factors: tf.Tensor[]) =>
    tf.sum(
      kroneckerRows({ ...k, factors: factors as tf.Tensor3D[] }, none),
    ).asScalar();
  for (const gradient of tf.grads(loss)([...k.factors])) {
    assertEquals(tf.max(tf.abs(gradient)).dataSync()[0], 0);
  }
});

testOnBackends(
  "kroneckerRows() never writes out the table of 118 655 × 300",
  async () => {
    const k = squad();
    const ids = tf.range(0, 118_655, 58, "int32"); // 2 046 ids
    const before = tf.memory();
    const profile = await tf.profile(() => {
      tf.tidy(() => {
        const loss = (...factors: tf.Tensor[]) =>
          tf.sum(
            kroneckerRows({ ...k, factors: factors as tf.Tensor3D[] }, ids),
          ).asScalar();
        tf.grads(loss)([...k.factors]);
      });
    });
    const after = tf.memory();
    assertEquals(after.numTensors, before.numTensors);
    assertEquals(after.numBytes, before.numBytes);
    const rowBytes = 4 * ids.size * 300; // the table is 58 times that
    const peak = profile.peakBytes - before.numBytes;
    assert(peak < 12 * rowBytes, `${peak} bytes for ${rowBytes} of rows`);
  },
);

Deno.test("kroneckerRows() names an id outside the vocabulary", () => {
  const k = squad();
  for (const id of [118_655, -1]) {
    const error = assertThrows(
      () => kroneckerRows(k, tf.tensor1d([3, id], "int32")),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot look up rows as each id must be in [0, 118655): got ${id}`,
    );
  }
});

Deno.test("kroneckerRows() refuses ids that are not int32", () => {
  const error = assertThrows(
    () => kroneckerRows(squad(), tf.tensor1d([1.5])),
    TypeError,
  );
  assertEquals(
    error.message,
    "Cannot look up rows as ids must be int32: got float32",
  );
});

Deno.test("kroneckerRows() refuses factors that are too small", () => {
  const { factors } = squad();
  const k = { rows: 119_026, columns: 300, factors };
  const error = assertThrows(
    () => kroneckerRows(k, tf.scalar(0, "int32")),
    ShapeError,
  );
  assertEquals(
    error.message,
    "Cannot look up rows as shape must be [at least 119026, at least 300]: got [119025, 324]",
  );
});

Deno.test("kroneckerRows() refuses factors of different ranks", () => {
  const factors = [
    tf.zeros<tf.Rank.R3>([2, 3, 3]),
    tf.zeros<tf.Rank.R3>([1, 3, 3]),
  ];
  const error = assertThrows(
    () =>
      kroneckerRows({ rows: 9, columns: 9, factors }, tf.scalar(0, "int32")),
    ShapeError,
  );
  assertEquals(
    error.message,
    "Cannot look up rows as shape must be [2, rows_j, columns_j]: got [1, 3, 3]",
  );
});

Deno.test("kroneckerRows() refuses a sum without factors", () => {
  const error = assertThrows(
    () =>
      kroneckerRows(
        { rows: 1, columns: 1, factors: [] },
        tf.scalar(0, "int32"),
      ),
    ShapeError,
  );
  assertEquals(
    error.message,
    "Cannot look up rows as shape must be that of at least one factor: got []",
  );
});

testOnBackends("kroneckerRows() of many ids is that of a few at a time", () => {
  const digits = (size: number) =>
    Array.from({ length: size }, (_, i) => i * i % 7 - 3);
  const factors = [
    tf.tensor3d(digits(50 * 64), [1, 50, 64]),
    tf.tensor3d(digits(40 * 64), [1, 40, 64]),
  ];
  const sizes = { rows: 2_000, columns: 8 };
  const ids = tf.range(0, 2_000, 1, "int32"); // more than fit into 16 MiB
  const slopes = tf.tensor2d(digits(2_000 * 8), [2_000, 8]);
  const loss = (begin: number, count: number) => (...factors: tf.Tensor[]) => {
    const k = { ...sizes, factors: factors as tf.Tensor3D[] };
    const rows = kroneckerRows(k, tf.slice(ids, begin, count));
    return tf.sum(tf.mul(rows, tf.slice(slopes, [begin, 0], [count, 8])))
      .asScalar();
  };
  const k = { ...sizes, factors };
  const few = [0, 500, 1_000, 1_500];
  assertAllClose(
    kroneckerRows(k, ids),
    tf.concat(few.map((begin) => kroneckerRows(k, tf.slice(ids, begin, 500)))),
    { relative: 0, absolute: 0 },
  );
  const parts = few.map((begin) => tf.grads(loss(begin, 500))(factors));
  for (const [j, gradient] of tf.grads(loss(0, 2_000))(factors).entries()) {
    const sum = tf.addN(parts.map((gradients) => gradients[j]));
    assertAllClose(gradient, sum, { relative: 0, absolute: 0 });
  }
});

Deno.test("kroneckerRows() refuses what is no sum of products and no ids", () =>
  assertRefusesArguments("look up rows", kroneckerRows, [
    [
      [[1]],
      "k must be an object { rows, columns, factors } such as nearestKroneckerProducts() makes: got an array",
    ],
    [[squad()], "ids must be a tensor: got undefined"],
  ]));

testOnBackends("kroneckerRows() refuses to be differentiated twice", () => {
  const ids = tf.tensor1d([3, 0], "int32");
  const [a, b] = [
    tf.ones<tf.Rank.R3>([1, 2, 2]),
    tf.ones<tf.Rank.R3>([1, 2, 2]),
  ];
  const rows = (a: tf.Tensor) =>
    kroneckerRows(
      { rows: 4, columns: 4, factors: [a as tf.Tensor3D, b] },
      ids,
    );
  assertDifferentiatedOnce("kroneckerRows()", rows, a);
});
