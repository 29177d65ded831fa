import { checkLabels } from "./check_labels.ts";
import { checkTexts, checkVocabulary, Vocabulary } from "./vocabulary.ts";

/** Most steps of the power iteration; a direction that is not yet exact splits as well. */
const STEPS = 100;

/**
 * The same vocabulary with words of similar use next to each other.
 *
 * Words whose ids share their leading digits share factors of a word2ketXS embedding,
 * which helps where they occur in texts of the same classes. A word w is described by
 * its (smoothed) pointwise mutual information with each class l,
 * `v[w, l] = ln((n[w, l] + p[l]) / (c[w] + 1) / p[l])`, where n counts the texts of
 * the class that have the word, c those of all classes, and p is the class's share of
 * the texts. The words are cut in halves along the direction of their largest
 * variance, the halves likewise, and so on.
 *
 * @param vocabulary The words.
 * @param texts Words of each text to count in: those that one trains on.
 * @param labels Class of each text, an integer >= 0.
 * @returns The words in another order.
 * @throws {RangeError} If there is not a class for each text, or one is no integer >= 0.
 * @throws {TypeError} If there is no vocabulary, or the texts or labels are no lists.
 */
export function orderByClass(
  vocabulary: Vocabulary,
  texts: readonly (readonly string[])[],
  labels: readonly number[],
): Vocabulary {
  const action = "order words by class";
  checkVocabulary(action, vocabulary, "words");
  checkTexts(action, texts);
  checkLabels(action, labels, { texts: texts.length });
  const { words } = vocabulary;
  const places = new Map(words.map((word, place) => [word, place]));
  const classes = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const counts = words.map(() => new Float64Array(classes));
  const share = new Float64Array(classes);
  for (const [text, label] of labels.entries()) {
    share[label] += 1 / labels.length;
    for (const word of new Set(texts[text])) {
      const place = places.get(word);
      if (place !== undefined) counts[place][label]++;
    }
  }
  const vectors = counts.map((count) => {
    const sum = count.reduce((a, b) => a + b, 0);
    return count.map((n, l) =>
      share[l] === 0 ? 0 : Math.log((n + share[l]) / (sum + 1) / share[l])
    );
  });
  const order = bisected(vectors, [...words.keys()]);
  return new Vocabulary(order.map((place) => words[place]));
}

/** Numbers of vectors in an order in which neighbours are alike. */
function bisected(
  vectors: readonly Float64Array[],
  items: readonly number[],
): number[] {
  if (items.length <= 2) return [...items];
  const projection = onMainDirection(items.map((item) => vectors[item]));
  const order = [...items.keys()]
    .sort((a, b) => projection[a] - projection[b] || a - b)
    .map((place) => items[place]);
  const half = Math.ceil(order.length / 2);
  return [
    ...bisected(vectors, order.slice(0, half)),
    ...bisected(vectors, order.slice(half)),
  ];
}

/** Places of vectors along the direction of their largest variance, by power iteration. */
function onMainDirection(vectors: readonly Float64Array[]): Float64Array {
  const size = vectors[0].length;
  const mean = vectors[0].map((_, c) =>
    vectors.reduce((sum, vector) => sum + vector[c], 0) / vectors.length
  );
  const rows = vectors.map((vector) =>
    vector.map((value, c) => value - mean[c])
  );
  const dot = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let c = 0; c < size; c++) sum += a[c] * b[c];
    return sum;
  };
  let direction = rows.reduce((a, b) => dot(b, b) > dot(a, a) ? b : a);
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(size);
    for (const row of rows) {
      const along = dot(row, direction);
      for (let c = 0; c < size; c++) next[c] += along * row[c];
    }
    const norm = Math.sqrt(dot(next, next));
    if (norm === 0) break; // all vectors are the same
    const unit = next.map((value) => value / norm);
    const moved = 1 - dot(unit, direction);
    direction = unit;
    if (step > 0 && moved < 1e-9) break;
  }
  const largest = direction.reduce(
    (a, b) => Math.abs(b) > Math.abs(a) ? b : a,
    0,
  );
  const sign = Math.sign(largest) || 1;
  return Float64Array.from(rows, (row) => sign * dot(row, direction));
}
