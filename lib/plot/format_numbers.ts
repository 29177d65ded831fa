/** Most digits that numbers below each other have, to stand with their points in line. */
const DIGITS = 6;

/** Formats by their number of decimals; each takes as long to make as thirty numbers to write. */
const FORMATS = Array.from(
  { length: DIGITS },
  (_, decimals) =>
    new Intl.NumberFormat("en-US", {
      minimumFractionDigits: decimals,
      maximumFractionDigits: 9,
    }),
);

/**
 * Numbers of a column as text: four significant digits, whole ones in full, and as many
 * decimals for all where that takes six digits at most.
 *
 * @param values The column's numbers.
 * @returns One text each.
 */
export function formatNumbers(values: readonly number[]): string[] {
  const rounded = values.map(roundedTo4);
  const decimals = rounded.reduce((most, value) => {
    const [, fraction = ""] = `${Math.abs(value)}`.split(".");
    return Math.max(most, fraction.length);
  }, 0);
  const digits = rounded.reduce(
    (most, value) => Math.max(most, `${Math.trunc(Math.abs(value))}`.length),
    1,
  );
  const isEven = decimals + digits <= DIGITS && rounded.every(Number.isFinite);
  return rounded.map((value) => formatted(value, isEven ? decimals : 0));
}

/** Whole from 1,000 on, or else to four significant digits; never -0. */
function roundedTo4(value: number): number {
  const rounded = Math.abs(value) < 1_000
    ? Number(value.toPrecision(4))
    : Math.round(value);
  return rounded === 0 ? 0 : rounded;
}

function formatted(value: number, decimals: number): string {
  const isPlain = Math.abs(value) >= 1e-6 && Math.abs(value) < 1e15;
  if (value !== 0 && !isPlain) return `${value}`; // 1e-9, Infinity, NaN
  return FORMATS[decimals].format(value);
}
