import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { crossing } from "../../lib/analysis/cut.ts";
import { digits } from "../../lib/shape/digits.ts";
import { product } from "../../lib/shape/product.ts";

/** Different rows of the whole identity, and different columns: as many. */
function crossingByEntries(
  before: readonly number[],
  beforeLeft: number,
  behind: readonly number[],
  behindLeft: number,
): number {
  const rows = new Map<string, string[]>();
  const columns = new Map<string, string[]>();
  const push = (lists: typeof rows, key: string, value: string) =>
    lists.set(key, [...lists.get(key) ?? [], value]);
  for (let index = 0; index < product(before); index++) {
    const [a, b] = [digits(index, before), digits(index, behind)];
    const key = (side: number) =>
      [
        a.filter((_, i) => (beforeLeft >> i & 1) === side),
        b.filter((_, i) => (behindLeft >> i & 1) === side),
      ].join("|");
    push(rows, key(1), key(0));
    push(columns, key(0), key(1));
  }
  const distinct = (lists: typeof rows) =>
    new Set([...lists.values()].map((list) => list.toSorted().join(";"))).size;
  assertEquals(distinct(rows), distinct(columns));
  return distinct(rows);
}

/** Sizes in another order, or some of them multiplied into one, and which are on the left. */
function splitOf(primes: readonly number[]) {
  const { length } = primes;
  return fc.record({
    order: fc.shuffledSubarray([...primes.keys()], { minLength: length }),
    isShuffled: fc.boolean(),
    joins: fc.array(fc.boolean(), { minLength: length, maxLength: length }),
    left: fc.nat({ max: 2 ** length - 1 }),
  }).map(({ order, isShuffled, joins, left }) => {
    const factors: number[] = [];
    for (const [i, at] of order.entries()) {
      const prime = primes[isShuffled ? at : i];
      if (i > 0 && joins[i]) factors[factors.length - 1] *= prime;
      else factors.push(prime);
    }
    return { factors, left };
  });
}

/** Two splits of a size, with some common place values or none. */
const pairs = fc.array(fc.constantFrom(1, 2, 2, 3, 3, 5), {
  minLength: 1,
  maxLength: 6,
}).filter((primes) => product(primes) <= 400)
  .chain((primes) => fc.tuple(splitOf(primes), splitOf(primes)));

Deno.test("crossing() counts part by part what the whole identity has", () => {
  fc.assert(
    fc.property(pairs, ([before, behind]) => {
      const splits = [
        before.factors,
        before.left,
        behind.factors,
        behind.left,
      ] as const;
      assertEquals(crossing(...splits), crossingByEntries(...splits));
    }),
    { numRuns: 3_000 },
  );
});

Deno.test("crossing() counts index by index only what has no digits in common", () => {
  const width = 2 ** 40;
  const [before, behind] = [[2, 3, width], [3, 2, width]];
  for (let left = 0; left < 64; left++) {
    const [a, b] = [left >> 3, left & 7];
    const crosses = (a >> 2) === (b >> 2) ? 1 : width;
    assertEquals(
      crossing(before, a, behind, b),
      crosses * crossing([2, 3], a & 3, [3, 2], b & 3),
    );
  }
});

Deno.test("crossing() counts no index where a split is on one side", () => {
  const [before, behind] = [[2 ** 20, 3 ** 12], [3 ** 12, 2 ** 20]];
  assertEquals(crossing(before, 0b11, behind, 0b01), 2 ** 20);
  assertEquals(crossing(before, 0b00, behind, 0b01), 3 ** 12);
  assertEquals(crossing(before, 0b10, behind, 0b11), 2 ** 20);
  assertEquals(crossing(before, 0b10, behind, 0b00), 3 ** 12);
});
