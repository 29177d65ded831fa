import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  contractionPlan,
  type ContractionUse,
} from "../../lib/shape/contraction_plan.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const SIZES = { inputFactors: [16, 32], outputFactors: [64, 32] };

Deno.test("contractionPlan() applies the factors at low rank", () => {
  const plan = contractionPlan({ rank: 4, ...SIZES }, { vectors: 1024 });
  assertEquals(plan, {
    writtenOut: false,
    sequence: [1, 0],
    multiplyAdds: 4 * (512 * 32 + 16 * 2048),
    peak: 2048,
  });
});

Deno.test("contractionPlan() writes the matrix out at high rank", () => {
  const plan = contractionPlan({ rank: 64, ...SIZES }, { vectors: 1024 });
  assertEquals(plan, {
    writtenOut: true,
    sequence: [],
    multiplyAdds: 512 * 2048 * (1 + 64 / 1024),
    peak: 2048,
  });
});

Deno.test("contractionPlan() writes nothing out for a single vector or past the memory bound", () => {
  const sizes = { rank: 24, ...SIZES };
  assert(contractionPlan(sizes, { vectors: 1024 }).writtenOut);
  assert(!contractionPlan(sizes, { vectors: 1 }).writtenOut);
  const memory = 512 * 2048 - 1;
  assert(!contractionPlan(sizes, { vectors: 1024, memory }).writtenOut);
});

Deno.test("contractionPlan() takes a single factor as the matrix that it is", () => {
  const sizes = { rank: 1, inputFactors: [50], outputFactors: [60] };
  for (const memory of [0, 1e9]) {
    assert(contractionPlan(sizes, { vectors: 3, memory }).writtenOut);
  }
});

Deno.test("contractionPlan() never takes many more multiply–adds than the dense matrix", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.constantFrom([16, 32], [128, 4], [4, 128], [8, 8, 8]),
      (rank, inputFactors) => {
        const outputFactors = inputFactors.toReversed();
        const { multiplyAdds } = contractionPlan(
          { rank, inputFactors, outputFactors },
          { vectors: 2048 },
        );
        assert(multiplyAdds <= 1.05 * 512 ** 2, `${multiplyAdds}`);
      },
    ),
  );
});

Deno.test("contractionPlan() refuses what are no sizes and no use", () =>
  assertRefusesArguments("plan a contraction", contractionPlan, [
    [
      [],
      "sizes must be an object such as { rank: 2, inputFactors: [4, 4], outputFactors: [4, 4] }: got undefined",
    ],
    [[{ rank: 4, ...SIZES }, 1024], "its options must be an object: got 1024"],
    [[{ rank: 4, ...SIZES }, {}], "vectors must be a number: got undefined"],
  ]));

Deno.test("contractionPlan() refuses numbers out of range", () => {
  for (
    const [use, said] of [
      [{ vectors: -5 }, "vectors must be an integer >= 0: got -5"],
      [{ vectors: 1.5 }, "vectors must be an integer >= 0: got 1.5"],
      [{ vectors: NaN }, "vectors must be an integer >= 0: got NaN"],
      [{ inputs: 0 }, "inputs must be an integer >= 1: got 0"],
      [{ outputs: -1 }, "outputs must be an integer >= 1: got -1"],
      [{ memory: -1 }, "memory must be a number >= 0: got -1"],
      [{ memory: NaN }, "memory must be a number >= 0: got NaN"],
      [{ memory: "x" }, 'memory must be a number >= 0: got "x"'],
    ] as [Partial<ContractionUse>, string][]
  ) {
    const error = assertThrows(
      () => contractionPlan({ rank: 4, ...SIZES }, { vectors: 1, ...use }),
      RangeError,
    );
    assertEquals(error.message, `Cannot plan a contraction as ${said}`);
  }
});

Deno.test("contractionPlan() takes no vectors, and a memory without bound", () => {
  const plan = contractionPlan({ rank: 64, ...SIZES }, {
    vectors: 0,
    memory: Infinity,
  });
  assertEquals(plan.writtenOut, false);
});
