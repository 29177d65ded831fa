import { assert, assertEquals, assertThrows } from "@std/assert";
import { compareStacks } from "../../lib/analysis/compare_stacks.ts";
import { rankGrowth } from "../../lib/analysis/rank_growth.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { normal, randomSource } from "../../lib/matrix/random_source.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { layer } from "../support/stacks.ts";

Deno.test("compareStacks() shows what shapes of equal parameters trade", () => {
  const random = randomSource(1);
  const data = Float64Array.from({ length: 256 }, () => normal(random));
  const rows = compareStacks({ shape: [16, 16], data }, {
    balanced: [layer(4, [4, 4], [4, 4])],
    skewed: [layer(4, [8, 2], [2, 8])],
    "low rank": [layer(4, [16, 1], [1, 16])],
  }, { restarts: 1, steps: 10, sweeps: 3 });
  assertEquals(rows.map((row) => row.name), ["balanced", "skewed", "low rank"]);
  assertEquals(rows.map((row) => row.parameters), [128, 128, 128]);
  assertEquals(rows.map((row) => row.multiplyAdds), [512, 256, 128]);
  assertEquals(rows.map((row) => row.matrixRank), [16, 16, 4]);
  assertEquals(rows.map((row) => row.kroneckerRank), [4, 4, 4]);
  assertEquals(rows.map((row) => row.dimension), [112, 112, 112]);
  assert(rows.every((row) => row.error > 0.5 && row.error < 0.7));
});

Deno.test("compareStacks() names the layer that does not meet before it fits any", () => {
  const stack = [layer(1, [2, 2], [2, 2]), layer(1, [2, 3], [2, 2])];
  assertThrows(
    () => compareStacks([[1]], { broken: stack }),
    ShapeError,
    "Cannot compare stacks as shape must be [4, columns] in layer 1, as layer 0 has 4 columns: got [6, 4]",
  );
});

Deno.test("compareStacks() refuses stacks without names", () =>
  assertRefusesArguments("compare stacks", compareStacks, [
    [
      [[[1]]],
      "they must come by name, such as { deep: [layer, layer] }: got undefined",
    ],
    [
      [[[1]], Promise.resolve({})],
      "they must come by name, such as { deep: [layer, layer] }: got a Promise",
    ],
  ]));

Deno.test("compareStacks() counts the stacks whose row is done", () => {
  const counted: number[] = [];
  let done = 0;
  const rows = compareStacks(
    [[1, 2, 3, 4]],
    { a: [layer(1, [1, 1], [2, 2])], b: [layer(1, [1, 1], [4, 1])] },
    { restarts: 1, steps: 1, sweeps: 1, onStack: () => counted.push(++done) },
  );
  assertEquals(rows.length, 2);
  assertEquals(counted, [1, 2]);
});

Deno.test("compareStacks() and rankGrowth() refuse what is too large before they fit any", () => {
  const [large, said] = [
    layer(64, [16, 16], [16, 16]),
    "Cannot take the expressive dimension of a stack as [32768, 32768] must take at most 2.0 GiB: got 8.0 GiB",
  ];
  const target = { shape: [256, 256] as const, data: new Float64Array(65_536) };
  target.data.fill(1);
  let done = 0;
  const onStack = () => done++;
  const [small, short] = [layer(1, [16, 16], [16, 16]), {
    restarts: 1,
    steps: 1,
    sweeps: 1,
  }];
  assertThrows(
    () =>
      compareStacks(target, { small: [small], large: [large] }, {
        ...short,
        onStack,
      }),
    RangeError,
    said,
  );
  assertThrows(
    () =>
      rankGrowth({
        factors: [16, 16],
        ranks: [1, 64],
        depths: [1],
        withDimension: true,
        onStack,
      }),
    RangeError,
    said,
  );
  assertEquals(done, 0);
});

Deno.test("compareStacks() refuses any stack of another shape before it fits any", () => {
  let done = 0;
  assertThrows(
    () =>
      compareStacks([[1, 2, 3, 4]], {
        fits: [layer(1, [1, 1], [2, 2])],
        other: [layer(1, [1, 1], [2, 3])],
      }, { restarts: 1, steps: 1, sweeps: 1, onStack: () => done++ }),
    ShapeError,
    "Cannot approximate a matrix as shape must be [1, 4]: got [1, 6]",
  );
  assertEquals(done, 0);
});
