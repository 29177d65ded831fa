import { assertEquals } from "@std/assert";
import { describeValue, isObject } from "../../lib/error/describe_value.ts";

Deno.test("describeValue() says what a message can hold of a value", () => {
  class Sequential {}
  class Embedding {}
  const described: [unknown, string][] = [
    [2, "2"],
    [undefined, "undefined"],
    [null, "null"],
    [true, "true"],
    ["a\nb", '"a\\nb"'],
    ["x".repeat(100), `"${"x".repeat(40)}"`],
    [Symbol("s"), "Symbol(s)"],
    [() => 1, "a function"],
    [[1, 2], "an array"],
    [{ a: 1 }, "an object"],
    [Object.create(null), "an object"],
    [new Sequential(), "a Sequential"],
    [new Embedding(), "an Embedding"],
  ];
  for (const [value, words] of described) {
    assertEquals(describeValue(value), words);
  }
});

Deno.test("isObject() tells what has values by name", () => {
  assertEquals([{}, new Date()].map(isObject), [true, true]);
  const others = [null, undefined, 2, "a", [1], () => 1, Promise.resolve()];
  assertEquals(others.map(isObject), others.map(() => false));
});
