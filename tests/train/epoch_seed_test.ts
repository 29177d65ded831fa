import { assertEquals } from "@std/assert";
import { shuffled } from "../../lib/text/shuffled.ts";
import { epochSeed } from "../../lib/train/epoch_seed.ts";

Deno.test("epochSeed() gives each epoch an order of its own, whatever the seed", () => {
  for (const seed of [0, 1, 1e10, 1_764_460_800_000, Number.MAX_SAFE_INTEGER]) {
    const orders = Array.from(
      { length: 20 },
      (_, epoch) => shuffled("abcdefghijklmnop", epochSeed(seed, epoch)).join(),
    );
    assertEquals(new Set(orders).size, 20, `seed ${seed}`);
  }
});

Deno.test("epochSeed() gives the orders of 1000003 times the seed plus the epoch", () => {
  for (const seed of [1, 7, 123_456]) {
    const expected = shuffled("abcdefgh", 1_000_003 * seed + 3);
    assertEquals(shuffled("abcdefgh", epochSeed(seed, 3)), expected);
  }
});
