import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { matchNgrams } from "../../lib/text/match_ngrams.ts";

const letters = fc.array(fc.constantFrom("a", "b"), { maxLength: 8 });
const length = fc.integer({ min: 1, max: 4 });

Deno.test("matchNgrams() is the size of the intersection of multisets", () => {
  fc.assert(fc.property(letters, letters, length, (a, b, n) => {
    const [first, second] = [a, b].map((text) =>
      text.map((_, i) => text.slice(i, i + n)).filter((run) => run.length === n)
        .map((run) => run.join(""))
    );
    const left = [...second];
    const both = first.filter((run) => {
      const place = left.indexOf(run);
      if (place >= 0) left.splice(place, 1);
      return place >= 0;
    });
    const counts = matchNgrams(a, b, n);
    assertEquals(counts.length, n);
    assertEquals(counts[n - 1], {
      hypothesis: first.length,
      reference: second.length,
      matches: both.length,
    });
  }));
});

Deno.test("matchNgrams() tells long words from several short ones", () => {
  const counts = matchNgrams(["ab", "c"], ["a", "bc"], 2);
  assertEquals(counts.map(({ matches }) => matches), [0, 0]);
});
