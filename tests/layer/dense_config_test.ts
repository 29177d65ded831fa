import {
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import {
  denseFactorInitializers,
  deviationOf,
} from "../../lib/layer/dense_config.ts";

Deno.test("deviationOf() is the deviation of what is drawn", () => {
  const { initializers } = tf;
  const all = [
    initializers.glorotNormal({ seed: 1 }),
    initializers.glorotUniform({ seed: 2 }),
    initializers.heNormal({ seed: 3 }),
    initializers.leCunUniform({ seed: 4 }),
    initializers.randomNormal({ stddev: 0.3, seed: 5 }),
    initializers.randomUniform({ minval: -0.2, maxval: 0.2, seed: 6 }),
    initializers.truncatedNormal({ stddev: 0.3, seed: 7 }),
    initializers.varianceScaling({
      scale: 3,
      mode: "fanOut",
      distribution: "normal",
      seed: 8,
    }),
  ];
  for (const initializer of all) {
    const drawn = tf.tidy(() =>
      tf.moments(initializer.apply([240, 360])).variance.dataSync()[0]
    );
    const ratio = Math.sqrt(drawn) / deviationOf(initializer, 240, 360)!;
    assertAlmostEquals(ratio, 1, 0.01, initializer.getClassName());
  }
  const others = [
    initializers.ones(),
    initializers.randomNormal({ mean: 1 }),
  ];
  for (const initializer of others) {
    assertEquals(deviationOf(initializer, 240, 360), undefined);
  }
});

/** Entries of the factors of a 12 × 20 matrix, and of the sum of their products. */
function drawnBy(
  initializer: ReturnType<typeof tf.initializers.zeros>,
  order: number,
  columns = 8,
): number[][] {
  const sizes = { inputs: 12, outputs: 20, rank: 300, order, seed: 1 };
  const factors = denseFactorInitializers(initializer, {
    action: "make a layer",
    ...sizes,
  }).map((each) => each.apply([300, columns]));
  const sum = tf.sum(factors.reduce((a, b) => tf.mul(a, b)), 0);
  return [...factors, sum].map((entries) => [...entries.dataSync()]);
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x ** 2, 0) / values.length);
}

for (const zeros of ["zeros", "constant"] as const) {
  Deno.test(`denseFactorInitializers() leaves the last factors 0 for ${zeros}`, () => {
    const initializer = tf.initializers[zeros]({ value: 0 });
    const [first, second, third, sum] = drawnBy(initializer, 3);
    for (const factor of [first, second]) {
      assertEquals(factor.includes(0), false);
    }
    for (const zero of [third, sum]) assertEquals(new Set(zero), new Set([0]));
    assertEquals(new Set(drawnBy(initializer, 1)[0]), new Set([0]));
    // as wide as those of a matrix that tf.layers.dense draws, and by the seed
    const [one] = drawnBy(initializer, 2);
    const expected = (2 / (12 + 20) / 300) ** (1 / 4);
    assertAlmostEquals(rootMeanSquare(one) / expected, 1, 0.05);
    assertEquals(drawnBy(initializer, 2)[0], one);
  });
}

Deno.test("denseFactorInitializers() draws as widely as the entries of an orthogonal matrix", () => {
  const sum = drawnBy(tf.initializers.orthogonal({ gain: 3 }), 2, 2_000).at(
    -1,
  )!;
  const { variance } = tf.moments(
    tf.initializers.orthogonal({ gain: 3, seed: 1 }).apply([12, 20]),
  );
  const deviation = Math.sqrt(variance.dataSync()[0]);
  assertAlmostEquals(rootMeanSquare(sum) / deviation, 1, 0.1);
});

Deno.test("denseFactorInitializers() refuses the identity", () => {
  assertThrows(
    () => drawnBy(tf.initializers.identity({}), 2),
    RangeError,
    "Cannot make a layer as kernelInitializer must fill factors of any shape: got Identity",
  );
});

Deno.test("denseFactorInitializers() fills each factor by the seed where nothing is drawn around 0", () => {
  const initializer = tf.initializers.randomUniform({ minval: 1, maxval: 2 });
  const [first, second, ...others] = drawnBy(initializer, 2);
  assertEquals(others.length, 1); // the sum of their products
  for (const factor of [first, second]) {
    assertEquals(factor.every((x) => x >= 1 && x <= 2), true);
  }
  assertNotEquals(first, second);
  assertEquals(drawnBy(initializer, 2).slice(0, 2), [first, second]);
});
