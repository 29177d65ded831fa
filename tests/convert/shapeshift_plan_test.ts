import { assertEquals } from "@std/assert";
import { matches } from "../../lib/convert/shapeshift_plan.ts";

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
