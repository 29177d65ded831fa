import { assert, assertEquals } from "@std/assert";
import { shuffled } from "../../lib/text/shuffled.ts";

Deno.test("shuffled() is as likely to give any order", () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6_000; seed++) {
    const order = shuffled("abc", seed).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  // 1 000 each; four deviations of a binomial count are 115
  for (const count of counts.values()) assert(Math.abs(count - 1_000) < 115);
});

Deno.test("shuffled() leaves its argument as it is", () => {
  const values = [1, 2, 3, 4];
  shuffled(values, 3);
  assertEquals(values, [1, 2, 3, 4]);
});
