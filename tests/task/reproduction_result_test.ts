import { assertEquals } from "@std/assert";
import {
  otherSearches,
  PARTS,
  partsOf,
} from "../../lib/task/reproduction_result.ts";
import { smallTransformer } from "../support/small_transformer.ts";

/** Of width 8 and 12 inside: two layers of encoder and decoder, 11 and 9 words. */
const ATTENTION = 4 * (8 * 8 + 8);
const FEED_FORWARD = 2 * 8 * 12 + 12 + 8;
const NORM = 2 * 8;

for (const tiedOutput of [true, false]) {
  Deno.test(`partsOf() counts each weight once (${tiedOutput ? "" : "not "}tied)`, () => {
    const model = smallTransformer({ tiedOutput });
    const parts = partsOf(model.weights);
    assertEquals(Object.keys(parts), [...PARTS]);
    assertEquals(parts, {
      embeddings: (11 + 9) * 8,
      attention: 6 * ATTENTION,
      "feed-forward": 4 * FEED_FORWARD,
      output: (tiedOutput ? 0 : 8 * 9) + 9,
      other: (2 * 2 + 2 * 3 + 2) * NORM,
    });
    model.dispose();
  });
}

Deno.test("otherSearches() are greedy and with beams, but for the test pairs", () => {
  assertEquals(otherSearches({ parts: ["test", "large test"] }), [
    { part: "test", beams: 4 },
    { part: "large test", beams: 1 },
    { part: "large test", beams: 4 },
  ]);
});
