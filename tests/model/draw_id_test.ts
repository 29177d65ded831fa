import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { drawId, type DrawOptions } from "../../lib/model/draw_id.ts";

/** The same by its definition: all ids sorted, and a call for each. */
function byDefinition(
  values: readonly number[],
  { temperature, random, without, topK, topP }: DrawOptions,
): number {
  const places = [...values.keys()].filter((place) => !without.includes(place))
    .toSorted((a, b) => values[b] - values[a]);
  if (temperature === 0) return places[0];
  const weightOf = (place: number) =>
    Math.exp((values[place] - values[places[0]]) / temperature);
  const total = (some: readonly number[]) =>
    some.reduce((sum, place) => sum + weightOf(place), 0);
  const isLimited = topK < places.length || topP < 1;
  const likeliest = places.slice(0, topK);
  let rest = topP * total(likeliest);
  const kept = likeliest.filter((place) => {
    const isLacking = topP === 1 || rest > 0;
    rest -= weightOf(place);
    return isLacking;
  });
  if (!isLimited) kept.sort((a, b) => a - b);
  let left = random() * total(kept);
  return kept.find((place) => (left -= weightOf(place)) < 0) ?? places[0];
}

Deno.test("drawId() draws what its definition does, bit for bit", () => {
  const logit = fc.oneof(
    fc.integer({ min: -2, max: 2 }), // equal ones, of which the first comes first
    fc.double({ min: -4, max: 4, noNaN: true }),
    fc.constant(-Infinity),
  );
  const share = fc.double({ min: 1e-9, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(logit, { minLength: 1, maxLength: 30 }),
      fc.constantFrom(0, 0.3, 1, 2),
      fc.constantFrom([], [0]),
      fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 31 })),
      fc.oneof(fc.constant(1), share),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (logits, temperature, without, topK, topP, random) => {
        const values = [...logits, 1]; // one that may be drawn
        const options = {
          temperature,
          without,
          topK,
          topP,
          random: () => random,
        };
        assertEquals(drawId(values, options), byDefinition(values, options));
      },
    ),
    { numRuns: 2_000 },
  );
});
