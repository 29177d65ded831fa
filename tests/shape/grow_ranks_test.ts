import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { growRanks } from "../../lib/shape/grow_ranks.ts";

Deno.test("growRanks() leaves no room for another step", () => {
  const item = fc.record({
    share: fc.integer({ min: 1, max: 8 }),
    most: fc.integer({ min: 1, max: 40 }),
    cost: fc.integer({ min: 1, max: 30 }),
  });
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 1, maxLength: 5 }),
      fc.nat(2_000),
      (items, more) => {
        const cost = (ranks: readonly number[]) =>
          ranks.reduce((sum, rank, i) => sum + rank * items[i].cost, 0);
        const budget = cost(items.map(() => 1)) + more;
        const ranks = growRanks(items, (ranks) => cost(ranks) <= budget);
        assert(cost(ranks) <= budget);
        for (const [i, { most }] of items.entries()) {
          assert(ranks[i] >= 1 && ranks[i] <= most);
          const higher = ranks.with(i, ranks[i] + 1);
          assert(ranks[i] === most || cost(higher) > budget);
        }
      },
    ),
  );
});

Deno.test("growRanks() keeps the proportions, and gives the rest to the largest share", () => {
  const growing = [{ share: 1, most: 99 }, { share: 8, most: 99 }];
  const within = (budget: number) =>
    growRanks(growing, ([a, b]) => 10 * a + b <= budget);
  assertEquals(within(8 * 18), [8, 64]);
  assertEquals(within(8 * 18 + 3), [8, 67]);
  assertEquals(within(10_000), [99, 99]);
});

Deno.test("growRanks() gives what is left to the largest share first, wherever it stands", () => {
  const growing = [{ share: 1, most: 99 }, { share: 2, most: 99 }];
  const fits = (ranks: readonly number[]) => ranks[0] + ranks[1] <= 5;
  assertEquals(growRanks(growing, fits), [1, 4]);
  assertEquals(growRanks(growing.toReversed(), fits), [4, 1]);
});
