import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  contractionCost,
  contractionSequence,
} from "../../lib/shape/contraction.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item))
      .map((rest) => [item, ...rest])
  );
}

const sizes = fc.integer({ min: 1, max: 5 }).chain((order) => {
  const factors = fc.array(fc.integer({ min: 1, max: 64 }), {
    minLength: order,
    maxLength: order,
  });
  return fc.record({
    rank: fc.integer({ min: 1, max: 20 }),
    inputFactors: factors,
    outputFactors: factors,
  });
});

Deno.test("contractionCost() counts what the loops of a contraction do", () => {
  const order2 = { rank: 4, inputFactors: [32, 16], outputFactors: [8, 64] };
  // factor 0 first: 8·32·16 a term, then 8·64 sums of 4·16
  assertEquals(contractionCost(order2, [0, 1]), {
    multiplyAdds: 4 * 8 * 32 * 16 + 8 * 64 * 4 * 16,
    peak: 512, // 4·8·16, the input and the output are as large
  });
  assertEquals(contractionCost(order2, [1, 0]), {
    multiplyAdds: 4 * 64 * 16 * 32 + 8 * 64 * 4 * 32,
    peak: 4 * 32 * 64,
  });
  const order1 = { rank: 3, inputFactors: [5], outputFactors: [7] };
  assertEquals(contractionCost(order1, [0]), {
    multiplyAdds: 3 * 5 * 7,
    peak: 7,
  });
});

Deno.test("contractionCost() of order 2 is the ratio r·(1/m_2 + 1/n_1) of dense", () => {
  fc.assert(fc.property(sizes, ({ rank, inputFactors, outputFactors }) => {
    fc.pre(inputFactors.length === 2);
    const [[n1, n2], [m1, m2]] = [inputFactors, outputFactors];
    const { multiplyAdds } = contractionCost(
      { rank, inputFactors, outputFactors },
      [0, 1],
    );
    assertEquals(multiplyAdds, rank * (m1 * n1 * n2 + n2 * m1 * m2));
  }));
});

Deno.test("contractionSequence() is the cheapest of all sequences", () => {
  fc.assert(
    fc.property(sizes, (sizes) => {
      const all = permutations(sizes.inputFactors.map((_, j) => j));
      const least = Math.min(
        ...all.map((sequence) => contractionCost(sizes, sequence).multiplyAdds),
      );
      const chosen = contractionSequence(sizes);
      const { multiplyAdds } = contractionCost(sizes, chosen);
      // sizes that are no powers of 2 are divided with rounding
      assert(multiplyAdds <= least * (1 + 1e-12), `${chosen}: ${multiplyAdds}`);
    }),
    { numRuns: 500 },
  );
});

Deno.test("contractionCost() refuses what are no sizes and no sequence", () =>
  assertRefusesArguments("count multiply–adds", contractionCost, [
    [
      [],
      "sizes must be an object such as { rank: 2, inputFactors: [4, 4], outputFactors: [4, 4] }: got undefined",
    ],
    [
      [{ rank: 1, inputFactors: 2 }, [0]],
      "inputFactors must be an array of numbers: got 2",
    ],
    [
      [{ rank: 1, inputFactors: [2], outputFactors: [3] }],
      "sequence must be an array of numbers: got undefined",
    ],
  ]));

Deno.test("contractionSequence() refuses what are no sizes", () =>
  assertRefusesArguments("order factors", contractionSequence, [
    [
      [[2, 3]],
      "sizes must be an object such as { rank: 2, inputFactors: [4, 4], outputFactors: [4, 4] }: got an array",
    ],
    [
      [{ rank: 1, inputFactors: [2] }],
      "outputFactors must be an array of numbers: got undefined",
    ],
  ]));
