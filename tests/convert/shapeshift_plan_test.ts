import { assertEquals, assertThrows } from "@std/assert";
import {
  checkPlan,
  matches,
  type ShapeshiftPlan,
} from "../../lib/convert/shapeshift_plan.ts";

Deno.test("matches() lets a star stand for any characters, and nothing else", () => {
  assertEquals(matches("encoder/*/attention", "encoder/1/attention"), true);
  assertEquals(matches("encoder/*/attention", "encoder/1/attention_2"), false);
  assertEquals(matches("*/embedding", "decoder/embedding"), true);
  assertEquals(matches("*/embedding", "embedding"), false);
  assertEquals(matches("*", "anything/at all"), true);
  assertEquals(matches("a.b", "a-b"), false);
  assertEquals(matches("dense_1", "dense_1"), true);
  assertEquals(matches("dense_1", "dense_10"), false);
});

Deno.test("checkPlan() refuses what is no plan, and says what was probably meant", () => {
  const plan =
    'its plan must be an object, a budget such as { ratio: 10 } or patterns such as { "*": { rank: 2 } }';
  const pattern =
    "must be an object such as { rank: 2 } if it is a pattern, or else one of ratio, parameters, order, objective";
  const budget = "a budget must have a number for ratio or parameters";
  const wrong: [unknown, string][] = [
    [2, `${plan}: got 2`],
    [undefined, `${plan}: got undefined`],
    [null, `${plan}: got null`],
    ["ratio", `${plan}: got "ratio"`],
    [[{ rank: 2 }], `${plan}: got an array`],
    [{ ration: 2 }, `ration ${pattern}: got 2 (did you mean ratio?)`],
    [{ "encoder/*": 2 }, `encoder/* ${pattern}: got 2`],
    [{ "*": [2] }, `* ${pattern}: got an array`],
    [{ ratio: "2" }, `${budget}: got ratio "2"`],
    [{ order: 3 }, `${budget}: got order 3`],
    [
      { ratio: 2, parameters: 50 },
      "a budget must have one of ratio and parameters: got both",
    ],
  ];
  for (const [plan, said] of wrong) {
    const error = assertThrows(
      () => checkPlan("shapeshift the model", plan as ShapeshiftPlan),
      TypeError,
    );
    assertEquals(error.message, `Cannot shapeshift the model as ${said}`);
  }
});

Deno.test("checkPlan() refuses a rank that is neither a number of terms nor a fraction", () => {
  for (
    const [rank, said] of [
      [0, "0"],
      [1.5, "1.5"],
      [-0.5, "-0.5"],
      [2 ** 53, "9007199254740992"],
      [NaN, "NaN"],
      ["0.5", '"0.5"'],
      [undefined, "undefined"],
    ]
  ) {
    const plan = { "a/*": { rank: 1 }, "*": { rank } } as ShapeshiftPlan;
    const error = assertThrows(
      () => checkPlan("shapeshift the model", plan),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot shapeshift the model as rank of * must be an integer >= 1 or a fraction in (0, 1): got ${said}`,
    );
  }
});

Deno.test("checkPlan() lets budgets and patterns pass", () => {
  checkPlan("shapeshift the model", { ratio: 2, order: 3 });
  checkPlan("shapeshift the model", { "*": { rank: 2 }, ratio: { rank: 0.5 } });
});
