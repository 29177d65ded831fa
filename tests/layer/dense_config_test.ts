import { assertAlmostEquals, assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { deviationOf } from "../../lib/layer/dense_config.ts";

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
