import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  chooseFactorShapes,
  factorShapes,
  fullRanks,
} from "../../lib/shape/factor_shapes.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

const options = fc.record({
  inputs: fc.integer({ min: 1, max: 300 }),
  outputs: fc.integer({ min: 1, max: 300 }),
  rank: fc.integer({ min: 1, max: 9 }),
  order: fc.integer({ min: 1, max: 3 }),
});

Deno.test("factorShapes() holds the dial between multiply–adds and matrix rank", () => {
  const shapes = factorShapes({ inputs: 256, outputs: 256, rank: 8 });
  const dial = [[16, 16], [32, 8], [64, 4], [256, 1]].map((inputFactors) =>
    shapes.find((shape) =>
      `${shape.inputFactors}` === `${inputFactors}` &&
      `${shape.outputFactors}` === `${inputFactors.toReversed()}`
    )
  );
  assertEquals(dial, [
    {
      inputFactors: [16, 16],
      outputFactors: [16, 16],
      parameters: 4096,
      multiplyAddRatio: 1,
      kroneckerRankCeiling: 256,
      matrixRankCeiling: 256,
    },
    {
      inputFactors: [32, 8],
      outputFactors: [8, 32],
      parameters: 4096,
      multiplyAddRatio: 0.5,
      kroneckerRankCeiling: 256,
      matrixRankCeiling: 256, // 8 terms of 64
    },
    {
      inputFactors: [64, 4],
      outputFactors: [4, 64],
      parameters: 4096,
      multiplyAddRatio: 0.25,
      kroneckerRankCeiling: 256,
      matrixRankCeiling: 128,
    },
    {
      inputFactors: [256, 1],
      outputFactors: [1, 256],
      parameters: 4096,
      multiplyAddRatio: 0.0625,
      kroneckerRankCeiling: 256,
      matrixRankCeiling: 8,
    },
  ]);
});

Deno.test("factorShapes() holds both sizes, the cheapest first", () => {
  fc.assert(
    fc.property(options, (options) => {
      const shapes = factorShapes(options);
      for (const { inputFactors, outputFactors } of shapes) {
        assertEquals(inputFactors.length, options.order);
        assert(product(inputFactors) >= options.inputs);
        assert(product(outputFactors) >= options.outputs);
      }
      const ratios = shapes.map(({ multiplyAddRatio }) => multiplyAddRatio);
      assertEquals(ratios, ratios.toSorted((a, b) => a - b));
    }),
    { numRuns: 50 },
  );
});

Deno.test("chooseFactorShapes() takes the best of all by its objective", () => {
  fc.assert(
    fc.property(options, (options) => {
      const shapes = factorShapes(options);
      const fewest = chooseFactorShapes(options, "parameters");
      assertEquals(
        fewest.parameters,
        Math.min(...shapes.map(({ parameters }) => parameters)),
      );
      const cheap = chooseFactorShapes(options, "multiplyAdds");
      const highest = Math.max(
        ...shapes.map(({ matrixRankCeiling }) => matrixRankCeiling),
      );
      assertEquals(cheap.matrixRankCeiling, highest);
      for (const shape of shapes) {
        if (shape.matrixRankCeiling < highest) continue;
        assert(cheap.multiplyAddRatio <= shape.multiplyAddRatio);
      }
    }),
    { numRuns: 50 },
  );
});

Deno.test("chooseFactorShapes() pairs the least input factor with the largest output factor", () => {
  const shapes = chooseFactorShapes({ inputs: 512, outputs: 2048, rank: 4 });
  assertEquals(shapes.inputFactors, [16, 32]);
  assertEquals(shapes.outputFactors, [64, 32]);
  assertEquals(shapes.parameters, 4 * 2048);
});

Deno.test("factorShapes() names an option that is no size", () => {
  const error = assertThrows(
    () => factorShapes({ inputs: 4, outputs: 4, rank: 0 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot split the sizes of a matrix as rank must be an integer >= 1: got 0",
  );
});

Deno.test("chooseFactorShapes() takes two matrices for a low rank", () => {
  const options = { inputs: 2_967, outputs: 256, rank: 37 };
  const shapes = chooseFactorShapes(options, "lowRank");
  assertEquals(shapes.inputFactors, [2_967, 1]);
  assertEquals(shapes.outputFactors, [1, 256]);
  assertEquals(shapes.parameters, 37 * (2_967 + 256));
  assertEquals(shapes.matrixRankCeiling, 37);
  const cube = chooseFactorShapes({ ...options, order: 3 }, "lowRank");
  assertEquals([cube.inputFactors, cube.outputFactors], [
    [2_967, 1, 1],
    [1, 1, 256],
  ]);
  const error = assertThrows(
    () => chooseFactorShapes({ ...options, order: 1 }, "lowRank"),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot split the sizes of a matrix for a low rank as order must be >= 2: got 1",
  );
});

Deno.test("chooseFactorShapes() knows no other objective", () => {
  const objective = "ballanced" as "balanced";
  assertEquals(
    assertThrows(
      () => chooseFactorShapes({ inputs: 4, outputs: 4, rank: 1 }, objective),
      RangeError,
    ).message,
    "Cannot split the sizes of a matrix as objective must be one of balanced, parameters, multiplyAdds, lowRank: got ballanced",
  );
});

Deno.test("chooseFactorShapes() takes the higher rank where parameters are the same", () => {
  const { inputFactors, outputFactors } = chooseFactorShapes(
    { inputs: 4, outputs: 4, rank: 1 },
    "parameters",
  );
  assertEquals([inputFactors, outputFactors], [[2, 2], [2, 2]]); // not (1, 4) × (4, 1)
});

Deno.test("factorShapes() has fewer parameters first where multiply–adds are the same", () => {
  const all = factorShapes({ inputs: 4, outputs: 8, rank: 1 });
  for (const [i, shapes] of all.slice(1).entries()) {
    const before = all[i];
    assert(
      before.multiplyAddRatio < shapes.multiplyAddRatio ||
        before.parameters <= shapes.parameters,
    );
  }
});

Deno.test("factorShapes() and chooseFactorShapes() refuse what are no options", async () => {
  await assertRefusesArguments("split the sizes of a matrix", factorShapes, [
    [
      [],
      "options must be an object such as { inputs: 256, outputs: 256, rank: 4 }: got undefined",
    ],
  ]);
  await assertRefusesArguments(
    "split the sizes of a matrix",
    chooseFactorShapes,
    [
      [
        [256],
        "options must be an object such as { inputs: 256, outputs: 256, rank: 4 }: got 256",
      ],
      [
        [{ inputs: 256, outputs: 256, rank: 4, objective: "lowRank" }],
        "each option must be one of inputs, outputs, rank, order: got objective",
      ],
    ],
  );
});

for (const objective of ["balanced", "lowRank", "multiplyAdds"] as const) {
  Deno.test(`chooseFactorShapes() names the sizes that a ${objective} split lacks`, () => {
    const refuse = (options: unknown, said: string) => {
      const { message } = assertThrows(
        () => chooseFactorShapes(options as never, objective),
        RangeError,
      );
      const action = "Cannot split the sizes of a matrix";
      assertEquals(message, `${action} as ${said}`);
    };
    refuse({ rank: 1 }, "inputs must be an integer >= 1: got undefined");
    refuse(
      { inputs: 8, outputs: [8], rank: 1 },
      "outputs must be an integer >= 1: got an array",
    );
  });
}

for (
  const [inputs, outputs, order] of [
    [768, 96, 2],
    [256, 256, 3],
    [30, 7, 3],
    [31, 48, 2], // a prime is rounded up
    [48, 31, 2],
    [29, 29, 2],
  ]
) {
  Deno.test(`fullRanks() are where the fewest multiply–adds of ${inputs} × ${outputs} may take other shapes, order ${order}`, () => {
    const ranks = fullRanks({ inputs, outputs, order });
    assertEquals(ranks, [...new Set(ranks)].sort((a, b) => a - b));
    const shapesAt = (rank: number) => {
      const sizes = { inputs, outputs, order, rank };
      const { inputFactors, outputFactors } = chooseFactorShapes(
        sizes,
        "multiplyAdds",
      );
      return { inputFactors, outputFactors };
    };
    let changes = 0;
    for (let rank = 2; rank <= 100; rank++) {
      if (
        JSON.stringify(shapesAt(rank)) === JSON.stringify(shapesAt(rank - 1))
      ) {
        continue;
      }
      changes++;
      assert(ranks.includes(rank), `${rank} of ${ranks}`);
    }
    assert(changes > 0);
  });
}
