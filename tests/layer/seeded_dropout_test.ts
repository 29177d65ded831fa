import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { tf } from "../../lib/engine/tf.ts";
import { SeededDropout } from "../../lib/layer/seeded_dropout.ts";
import { testOnBackends } from "../support/backends.ts";

/** Values that a layer gives for ones in training. */
function dropped(layer: SeededDropout, size: number): number[] {
  return tf.tidy(() => [
    ...(layer.apply(tf.ones([size]), { training: true }) as tf.Tensor)
      .dataSync(),
  ]);
}

testOnBackends("SeededDropout drops its share and keeps the mean", () => {
  for (const rate of [0.2, 0.5, 0.7]) {
    const values = dropped(new SeededDropout({ rate, seed: 1 }), 100_001);
    const kept = values.filter((value) => value !== 0);
    // five deviations of a binomial count
    const allowed = 5 * Math.sqrt(rate * (1 - rate) / values.length);
    assert(Math.abs(kept.length / values.length - (1 - rate)) < allowed);
    assertEquals(new Set(kept), new Set([Math.fround(1 / (1 - rate))]));
  }
});

testOnBackends("SeededDropout drops neighbours independently", () => {
  const values = dropped(new SeededDropout({ rate: 0.5, seed: 1 }), 100_000);
  for (const step of [1, 2]) {
    const alike = values.filter((value, i) => value === values[i + step]);
    // five deviations of a binomial count
    assert(Math.abs(alike.length - 50_000) < 5 * Math.sqrt(25_000));
  }
});

testOnBackends(
  "SeededDropout goes on from call to call, and repeats by seed",
  () => {
    const runs = [1, 1, 2].map((seed) => {
      const layer = new SeededDropout({ rate: 0.5, seed });
      return [dropped(layer, 99), dropped(layer, 99)];
    });
    assertEquals(runs[0], runs[1]);
    assertNotEquals(runs[0], runs[2]);
    assertNotEquals(runs[0][0], runs[0][1]);
  },
);

testOnBackends("SeededDropout drops by the halves of pure-rand's draws", () => {
  const layer = new SeededDropout({ rate: 0.2, seed: 7 });
  const random = xoroshiro128plus(7);
  // the last half of an odd size is not used; many, as one in 65,536 is at the limit
  for (const size of [7, 400_000]) {
    const draws = Array.from({ length: Math.ceil(size / 2) }, () => {
      const bits = random.next();
      return [bits & 0xffff, bits >>> 16];
    });
    assertEquals(
      dropped(layer, size),
      draws.flat().slice(0, size)
        .map((half) => half < Math.floor(0.2 * 2 ** 16) ? 0 : 1.25),
    );
    assertEquals(layer.state, random.getState());
  }
});

testOnBackends("SeededDropout drops nothing in prediction or at rate 0", () => {
  const x = tf.tensor1d([1, 2, 3]);
  for (const training of [false, undefined]) {
    const layer = new SeededDropout({ rate: 0.5, seed: 1 });
    const kwargs = training === undefined ? {} : { training };
    const y = layer.apply(x, kwargs) as tf.Tensor;
    assertEquals([...y.dataSync()], [1, 2, 3]);
  }
  const none = new SeededDropout({ rate: 0, seed: 1 });
  const { state } = none;
  assertEquals(dropped(none, 3), [1, 1, 1]);
  assertEquals(none.state, state); // nor does it draw
});

testOnBackends("SeededDropout has the gradient of what it kept", () => {
  const layer = new SeededDropout({ rate: 0.5, seed: 4 });
  const twin = new SeededDropout({ rate: 0.5, seed: 4 });
  const gradient = tf.grad((x) =>
    layer.apply(x, { training: true }) as tf.Tensor
  )(tf.ones([50]));
  assertEquals([...gradient.dataSync()], dropped(twin, 50));
});

Deno.test("SeededDropout comes back from its config", () => {
  const layer = new SeededDropout({ rate: 0.25, seed: 9, name: "drop" });
  const twin = SeededDropout.fromConfig(SeededDropout, layer.getConfig());
  assertEquals(twin.getConfig(), layer.getConfig());
});

for (const rate of [-0.1, 1, NaN]) {
  Deno.test(`SeededDropout refuses a rate of ${rate}`, () => {
    const error = assertThrows(
      () => new SeededDropout({ rate, seed: 0 }),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot make a SeededDropout layer as rate must be in [0, 1): got ${rate}`,
    );
  });
}

Deno.test("SeededDropout refuses a seed with a fraction", () => {
  const error = assertThrows(
    () => new SeededDropout({ rate: 0.5, seed: 0.5 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a SeededDropout layer as seed must be an integer: got 0.5",
  );
});

Deno.test("SeededDropout goes on from a state", () => {
  const [first, second] = [1, 2].map((seed) =>
    new SeededDropout({ rate: 0.5, seed })
  );
  const drop = (layer: SeededDropout) => [
    ...(layer.apply(tf.ones([50]), { training: true }) as tf.Tensor).dataSync(),
  ];
  drop(first);
  second.state = JSON.parse(JSON.stringify(first.state));
  const both = [first, second].map(drop);
  assertEquals(both[0], both[1]);
});

testOnBackends("SeededDropout leaves no tensor behind", () => {
  const layer = new SeededDropout({ rate: 0.5, seed: 1 });
  const x = tf.ones([9]);
  const gradient = tf.grad((x) =>
    layer.apply(x, { training: true }) as tf.Tensor
  );
  const { numTensors } = tf.memory();
  gradient(x).dispose();
  assertEquals(tf.memory().numTensors, numTensors);
});
