import { assertAlmostEquals, assertThrows } from "@std/assert";
import { TRANSLATION_SETTINGS } from "../../lib/task/translation_presets.ts";
import { learningRateOf } from "../../lib/task/translation_settings.ts";

const settings = { ...TRANSLATION_SETTINGS, rate: 0.8, warmUp: 4 };

Deno.test("learningRateOf() falls to 0 or as the inverse square root", () => {
  const linear = learningRateOf(settings, 20);
  assertAlmostEquals(linear(2), 0.4);
  assertAlmostEquals(linear(4), 0.8);
  assertAlmostEquals(linear(21), 0);
  const root = learningRateOf({ ...settings, schedule: "inverse-sqrt" }, 20);
  assertAlmostEquals(root(4), 0.8);
  assertAlmostEquals(root(16), 0.4);
});

Deno.test("learningRateOf() stays at a third where weights are averaged", () => {
  const rate = learningRateOf({ ...settings, average: 2 }, 20);
  assertAlmostEquals(rate(20), 0.8 / 17);
  for (const step of [21, 22, 40]) assertAlmostEquals(rate(step), 0.8 / 3);
  const schedule = "inverse-sqrt"; // which falls on
  const root = learningRateOf({ ...settings, average: 2, schedule }, 20);
  assertAlmostEquals(root(64), 0.2);
});

Deno.test("learningRateOf() warms up for a quarter of a short run at most", () => {
  const rate = learningRateOf({ ...settings, warmUp: 400 }, 8);
  assertAlmostEquals(rate(1), 0.4);
  assertAlmostEquals(rate(2), 0.8);
  assertAlmostEquals(learningRateOf(settings, 1)(1), 0.8);
  const schedule = "inverse-sqrt"; // which may go on for more epochs
  const short = learningRateOf({ ...settings, schedule }, 8);
  assertAlmostEquals(short(2), 0.4);
  assertThrows(
    () => learningRateOf({ ...settings, rate: 0 }, 8),
    RangeError,
    "Cannot make a learning rate as peak must be a finite number > 0: got 0",
  );
});
