/** Mean and standard deviation of a sample; the deviation of one value is 0. */
export interface MeanAndDeviation {
  /** The mean. */
  readonly mean: number;
  /** The deviation, with n - 1 in the denominator. */
  readonly deviation: number;
}

/**
 * Mean and standard deviation of a sample.
 *
 * @param values Numbers; at least one.
 * @returns Both.
 */
export function meanAndDeviation(values: readonly number[]): MeanAndDeviation {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
  return { mean, deviation };
}

/**
 * Both as text, such as `"46.1 ± 0.4"` with spaces that no line breaks at; only the mean
 * of a single value.
 */
export function meanText(values: readonly number[], digits: number): string {
  const { mean, deviation } = meanAndDeviation(values);
  const options = {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  };
  const [text, spread] = [mean, deviation]
    .map((value) => value.toLocaleString("en-US", options));
  return values.length > 1 ? `${text}\u00a0±\u00a0${spread}` : text;
}
