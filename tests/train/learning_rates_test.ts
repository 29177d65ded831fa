import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import {
  inverseSquareRoot,
  linearToZero,
} from "../../lib/train/learning_rates.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const sizes = fc.record({
  peak: fc.double({ min: 1e-5, max: 10, noNaN: true }),
  warmUp: fc.integer({ min: 1, max: 500 }),
  more: fc.integer({ min: 0, max: 500 }),
});

Deno.test("inverseSquareRoot() peaks at the end of the warm-up and keeps rate² · step", () => {
  fc.assert(fc.property(sizes, ({ peak, warmUp, more }) => {
    const rate = inverseSquareRoot({ peak, warmUp });
    assertEquals(rate(warmUp), peak);
    const step = warmUp + more;
    assertAlmostEquals(rate(step) ** 2 * step / (peak ** 2 * warmUp), 1, 1e-12);
    assertAlmostEquals(rate(1) * warmUp / peak, 1, 1e-12);
  }));
});

Deno.test("linearToZero() rises to the peak, falls, and is 0 after the last step", () => {
  fc.assert(
    fc.property(sizes, ({ peak, warmUp, more }) => {
      const steps = warmUp + more;
      const rate = linearToZero({ peak, warmUp, steps });
      assertEquals(rate(warmUp), peak);
      assertEquals(rate(steps + 1), 0);
      for (let step = 1; step <= steps; step++) {
        assert(rate(step) > 0);
        if (step <= warmUp) assert(rate(step) >= rate(step - 1));
        else assert(rate(step) < rate(step - 1));
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("linearToZero() stays 0 past the last step", () => {
  const rate = linearToZero({ peak: 1, warmUp: 2, steps: 10 });
  assertEquals([rate(11), rate(12), rate(100)], [0, 0, 0]);
});

Deno.test("learning rates refuse what gives none", () => {
  const message = (options: object) =>
    assertThrows(
      () => linearToZero({ peak: 1, warmUp: 4, steps: 9, ...options }),
      RangeError,
    ).message;
  assertEquals(
    message({ peak: 0 }),
    "Cannot make a learning rate as peak must be a finite number > 0: got 0",
  );
  assertEquals(
    message({ warmUp: 0 }),
    "Cannot make a learning rate as warmUp must be an integer >= 1: got 0",
  );
  assertEquals(
    message({ steps: 3 }),
    "Cannot make a learning rate as steps must be an integer >= 4: got 3",
  );
});

Deno.test("learning rates refuse options that are none", async () => {
  await assertRefusesArguments("make a learning rate", inverseSquareRoot, [
    [[], "its options must be an object: got undefined"],
    [
      [{ peak: 1, warmup: 2 }],
      "each option must be one of peak, warmUp: got warmup (did you mean warmUp?)",
    ],
  ]);
  await assertRefusesArguments("make a learning rate", linearToZero, [
    [[0.1], "its options must be an object: got 0.1"],
    [
      [{ step: 9 }],
      "each option must be one of peak, warmUp, steps: got step (did you mean steps?)",
    ],
  ]);
});
