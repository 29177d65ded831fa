/**
 * How far a long task is, how fast it goes and how long it will still take.
 *
 * The rate is the mean since the start, so a slow part that is over still counts.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * let seconds = 0;
 * const meter = new ProgressMeter(100, () => 1_000 * seconds);
 * seconds = 4;
 * meter.add(20);
 * assertEquals(meter.text(), "20% 20/100 5.0/s, 16 s left");
 * ```
 */
export class ProgressMeter {
  /** Number of units that make the whole. */
  readonly total: number;
  readonly #now: () => number;
  readonly #start: number;
  #done = 0;
  #end: number | undefined;

  /**
   * A meter that starts now.
   *
   * @param total Number of units that make the whole; >= 0.
   * @param now The clock, in milliseconds.
   * @throws {RangeError} If `total` is negative or not finite.
   */
  constructor(total: number, now: () => number = () => performance.now()) {
    if (!(total >= 0 && total < Infinity)) {
      throw new RangeError(
        `Cannot show progress as total must be a finite number >= 0: got ${total}`,
      );
    }
    this.total = total;
    this.#now = now;
    this.#start = now();
  }

  /** Units that are done, in `[0, total]`. */
  get done(): number {
    return this.#done;
  }

  /** Seconds since the start, until all units were done. */
  get seconds(): number {
    return ((this.#end ?? this.#now()) - this.#start) / 1_000;
  }

  /** Units a second, 0 before the first. */
  get rate(): number {
    return this.#done === 0 ? 0 : this.#done / Math.max(this.seconds, 1e-3);
  }

  /** Seconds that the rest takes at the mean rate; infinite before the first unit. */
  get secondsLeft(): number {
    const rest = this.total - this.#done;
    return rest === 0 ? 0 : rest / this.rate;
  }

  /**
   * Count units as done.
   *
   * @param n Number of units; what is no number counts none.
   */
  add(n: number): void {
    const done = this.#done + (Number.isNaN(n) ? 0 : n);
    this.#done = Math.min(this.total, Math.max(0, done));
    if (this.#done < this.total) this.#end = undefined;
    else this.#end ??= this.#now();
  }

  /**
   * Everything in one line: percent, units, the rate once there is one, and the time
   * left or taken.
   *
   * @param parts What to leave out where there is little room.
   * @returns Such as `"20% 20/100 5.0/s, 16 s left"`.
   */
  text(
    { count = true, rate = true }: {
      readonly count?: boolean;
      readonly rate?: boolean;
    } = {},
  ): string {
    const { done, total } = this;
    const percent = total === 0 ? 100 : Math.floor(100 * done / total);
    const time = done >= total
      ? `${duration(this.seconds)} in all`
      : done === 0
      ? "starting"
      : `${duration(this.secondsLeft)} left`;
    const units = count ? ` ${grouped(done)}/${grouped(total)}` : "";
    const speed = rate && done > 0 ? ` ${rateText(this.rate)}/s` : "";
    return `${percent}%${units}${speed}, ${time}`;
  }
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function rateText(rate: number): string {
  if (rate >= 100) return grouped(Math.round(rate));
  return rate >= 0.1 ? rate.toFixed(1) : rate.toPrecision(2);
}

/** Seconds as a reader says them: `"16 s"`, `"3 min 05 s"`, `"2 h 04 min"`. */
function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) {
    return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  }
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
