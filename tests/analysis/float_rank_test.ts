import { assert } from "@std/assert";
import { genericKroneckerRank } from "../../lib/analysis/generic_rank.ts";
import {
  chain,
  drawValues,
  writeValues,
} from "../../lib/analysis/stack_values.ts";
import { kroneckerRank } from "../../lib/matrix/matrix_rank.ts";
import { randomSource } from "../../lib/matrix/random_source.ts";
import { layer } from "../support/stacks.ts";

Deno.test("kroneckerRank() of random real factors is the exact one in 99.9 % of draws", () => {
  const stacks = [
    [layer(2, [3, 3], [3, 3]), layer(2, [3, 3], [3, 3])],
    [layer(3, [4, 4], [1, 6]), layer(3, [1, 6], [4, 4])],
    [layer(1, [2, 4], [2, 4]), layer(1, [4, 2], [4, 2])],
    [
      layer(2, [2, 3], [3, 2]),
      layer(1, [3, 2], [2, 2]),
      layer(2, [2, 2], [3, 2]),
    ],
    new Array(3).fill(layer(2, [4, 4], [4, 4])),
  ];
  const draws = 400;
  const random = randomSource(1);
  let wrong = 0;
  for (const stack of stacks) {
    const exact = genericKroneckerRank(stack);
    const shapes = {
      rowFactors: stack[0].rowFactors,
      columnFactors: stack.at(-1)!.columnFactors,
    };
    for (let draw = 0; draw < draws; draw++) {
      const values = drawValues(stack, random);
      const product = chain(
        ...stack.map((each, l) => writeValues(each, values[l])),
      );
      if (kroneckerRank(product, shapes) !== exact) wrong++;
    }
  }
  assert(wrong <= stacks.length * draws / 1_000, `${wrong} draws are wrong`);
});
