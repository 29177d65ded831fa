/** How freely an id is drawn. */
export interface DrawOptions {
  /** What logits are divided by; >= 0, which is 0 for the likeliest id. */
  readonly temperature: number;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Ids that are not drawn; not all. */
  readonly without: readonly number[];
  /** Draws from so many of the likeliest ids; may be infinite. */
  readonly topK: number;
  /** Draws from the fewest of these that have this share of the probability; in (0, 1]. */
  readonly topP: number;
}

/**
 * Draws an id by the softmax of logits divided by the temperature.
 *
 * Plain loops over numbers alone: with calls for each of 32,000 words, and all of them
 * sorted by their logits, a word took longer to draw than to compute.
 *
 * @param values Logits of all ids.
 * @param options How freely.
 * @returns The id.
 * @throws {Error} If the largest logit is NaN or infinite.
 */
export function drawId(
  values: ArrayLike<number>,
  { temperature, random, without, topK, topP }: DrawOptions,
): number {
  const places: number[] = [];
  let best = -1;
  for (let place = 0; place < values.length; place++) {
    if (without.includes(place)) continue;
    places.push(place);
    const value = values[place];
    if (best < 0 || Number.isNaN(value) || value > values[best]) best = place;
  }
  if (!Number.isFinite(values[best])) {
    throw new Error(
      `Cannot sample a text as the largest logit must be finite: got ${
        values[best]
      }`,
    );
  }
  if (temperature === 0) return best;
  const weightsOf = (some: Float64Array) => {
    const weights = new Float64Array(some.length);
    for (let i = 0; i < some.length; i++) {
      weights[i] = Math.exp((some[i] - values[best]) / temperature);
    }
    return weights;
  };
  const kept = topK < places.length || topP < 1
    ? likeliest(places, values, { weightsOf, topK, topP })
    : places;
  const weights = weightsOf(taken(values, kept));
  let left = random() * total(weights);
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return kept[found] ?? best; // rounding may leave a rest
}

/** Places of the largest values, in order: `topK` at most, and as many as make `topP`. */
function likeliest(
  places: readonly number[],
  values: ArrayLike<number>,
  { weightsOf, topK, topP }: {
    readonly weightsOf: (values: Float64Array) => Float64Array;
    readonly topK: number;
    readonly topP: number;
  },
): number[] {
  // numbers alone are sorted far faster than places by their values, which few need
  const sorted = taken(values, places).sort().reverse()
    .subarray(0, topK);
  let count = sorted.length;
  if (topP < 1) {
    const weights = weightsOf(sorted);
    let rest = topP * total(weights);
    for (count = 0; count < weights.length && rest > 0; count++) {
      rest -= weights[count];
    }
  }
  return places.filter((place) => values[place] >= sorted[count - 1])
    .sort((a, b) => values[b] - values[a]).slice(0, count);
}

/** The values at the places. */
function taken(
  values: ArrayLike<number>,
  places: readonly number[],
): Float64Array {
  const some = new Float64Array(places.length);
  for (let i = 0; i < some.length; i++) some[i] = values[places[i]];
  return some;
}

/** Their sum, from the first on. */
function total(weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i];
  return sum;
}
