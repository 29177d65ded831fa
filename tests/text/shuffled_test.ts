import { assert, assertEquals } from "@std/assert";
import { shuffled } from "../../lib/text/shuffled.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

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

Deno.test("shuffled() takes whatever can be gone through, and refuses else", async () => {
  assertEquals(shuffled(new Set([1, 2]), 1).toSorted(), [1, 2]);
  await assertRefusesArguments("shuffle values", shuffled, [
    [[], "they must be an array: got undefined"],
    [[5, 1], "they must be an array: got 5"],
  ]);
});
