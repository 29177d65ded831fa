import { checkMemory } from "../matrix/check_memory.ts";
import { product } from "../shape/product.ts";
import { checkStack, type Stack, type StackLayer } from "./stack.ts";

/** A set of factors of a layer, bit j for factor j: those on the left of a cut. */
export type Side = number;

/**
 * The least cut of a stack's tensor network: the proven ceiling of a rank.
 *
 * Every factor is put on the left or on the right, the input's digits and the
 * output's being fixed. A layer whose factors lie on both sides costs its rank; where
 * two layers meet, digits that must cross cost the number of values that they take.
 * The product of the costs bounds the rank of the product, unfolded in that way, for
 * any values; the least over all ways is taken.
 *
 * @param stack The layers.
 * @param inputs Which row factors of the first layer are on the left.
 * @param outputs Which column factors of the last layer are on the left.
 * @returns The least product of costs.
 *
 * @see docs/expressiveness.md for the theorem and its proof.
 */
export function leastCut(stack: Stack, inputs: Side, outputs: Side): number {
  checkStack("bound a rank", stack);
  let costs = new Map<Side, number>([[inputs, 1]]);
  let split = stack[0].rowFactors;
  for (const layer of stack) {
    costs = crossInto(costs, split, layer);
    split = layer.columnFactors;
  }
  let least = Infinity;
  for (const [side, cost] of costs) {
    least = Math.min(least, cost * crossing(split, side, split, outputs));
  }
  return least;
}

/** Least costs of the cuts up to and with `layer`, by the side its factors are on. */
function crossInto(
  costs: ReadonlyMap<Side, number>,
  split: readonly number[],
  layer: StackLayer,
): Map<Side, number> {
  const all = 2 ** layer.rowFactors.length - 1;
  const result = new Map<Side, number>();
  for (let side = 0; side <= all; side++) {
    const bond = side === 0 || side === all ? 1 : layer.rank;
    let least = Infinity;
    for (const [before, cost] of costs) {
      if (cost * bond >= least) continue;
      const cross = crossing(split, before, layer.rowFactors, side);
      least = Math.min(least, cost * bond * cross);
    }
    result.set(side, least);
  }
  return result;
}

/**
 * Rank of the identity, whose index is split in one way before a meeting and in another
 * way behind it, between the digits on the left and those on the right.
 *
 * Between two place values that both splits have, the digits of either are those of one
 * and the same part of the index. The identity is the Kronecker product of the
 * identities of these parts, but for the order of rows and columns: so their ranks are
 * multiplied. Only a part that can't be divided further is ever counted index by index.
 *
 * @param before Sizes of the digits before the meeting, most significant first.
 * @param beforeLeft Which of them are on the left.
 * @param behind Sizes of the digits behind it, of the same product.
 * @param behindLeft Which of them are on the left.
 * @returns An integer >= 1.
 * @throws {RangeError} If a part that must be counted would take more than 2 GiB.
 */
export function crossing(
  before: readonly number[],
  beforeLeft: Side,
  behind: readonly number[],
  behindLeft: Side,
): number {
  let rank = 1;
  let [i, j] = [0, 0];
  while (i < before.length || j < behind.length) {
    const [start, startBehind] = [i, j];
    let [size, sizeBehind] = [1, 1];
    do {
      const isBefore = size <= sizeBehind || j === behind.length;
      if (isBefore && i < before.length) size *= before[i++];
      else sizeBehind *= behind[j++];
    } while (size !== sizeBehind && i + j < before.length + behind.length);
    rank *= crossingOfPart(
      before.slice(start, i),
      beforeLeft >> start,
      behind.slice(startBehind, j),
      behindLeft >> startBehind,
    );
  }
  return rank;
}

/**
 * Rank of the identity of one part.
 *
 * Where both splits are made of the same smaller digits, it is the number of values of
 * those that are on the left before the meeting and on the right behind it, or the other
 * way round.
 */
function crossingOfPart(
  before: readonly number[],
  beforeLeft: Side,
  behind: readonly number[],
  behindLeft: Side,
): number {
  const [sidesBefore, sidesBehind] = [
    sidesOf(before, beforeLeft),
    sidesOf(behind, behindLeft),
  ];
  const places = [...new Set([...sidesBefore.keys(), ...sidesBehind.keys()])]
    .sort((a, b) => a - b);
  const radices = places.map((place, i) =>
    (places[i + 1] ?? product(before)) / place
  );
  if (!radices.every(Number.isInteger)) {
    return crossingOfWhole(sidesBefore, behind, behindLeft) ??
      crossingOfWhole(sidesBehind, before, beforeLeft) ??
      crossingOfIndices(before, beforeLeft, behind, behindLeft);
  }
  let [left, right] = [true, true];
  return radices.reduce((values, radix, i) => {
    left = sidesBefore.get(places[i]) ?? left;
    right = sidesBehind.get(places[i]) ?? right;
    return left === right ? values : values * radix;
  }, 1);
}

/**
 * The same where all digits of one split are on one side, if they are: those of the other
 * split that are on the other side cross.
 */
function crossingOfWhole(
  sides: ReadonlyMap<number, boolean>,
  others: readonly number[],
  othersLeft: Side,
): number | undefined {
  const [side, ...more] = new Set(sides.values());
  if (more.length > 0) return undefined;
  return product(others.filter((_, j) => (othersLeft >> j & 1) !== +side));
}

/** Whether each digit is on the left, by its place value. */
function sidesOf(radices: readonly number[], left: Side): Map<number, boolean> {
  const sides = new Map<number, boolean>();
  let place = 1;
  for (let j = radices.length - 1; j >= 0; j--) {
    if (radices[j] > 1) sides.set(place, (left >> j & 1) === 1);
    place *= radices[j];
  }
  return sides;
}

/** Numbers that an index takes in memory where a part is counted. */
const NUMBERS_PER_INDEX = 16;

/**
 * The same for any splits: how many differences there are between what the left digits
 * say of an index before the meeting and behind it.
 *
 * With left and right digits at their places an index is `a + b` before the meeting and
 * `c + d` behind it, so that `a - c = d - b`. The identity has its 1s where both sides
 * have one difference: rows and columns of each make a block of ones, apart from others.
 */
function crossingOfIndices(
  before: readonly number[],
  beforeLeft: Side,
  behind: readonly number[],
  behindLeft: Side,
): number {
  const size = product(before);
  checkMemory("bound a rank", [size, NUMBERS_PER_INDEX]);
  const differences = new Set<number>();
  for (let index = 0; index < size; index++) {
    differences.add(
      leftOf(index, before, beforeLeft) - leftOf(index, behind, behindLeft),
    );
  }
  return differences.size;
}

/** What is left of an index if its right digits are 0. */
function leftOf(index: number, radices: readonly number[], left: Side): number {
  let [sum, place, rest] = [0, 1, index];
  for (let j = radices.length - 1; j >= 0; j--) {
    const digit = rest % radices[j];
    if (left >> j & 1) sum += digit * place;
    place *= radices[j];
    rest = (rest - digit) / radices[j];
  }
  return sum;
}
