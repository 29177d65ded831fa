import { withDisplay } from "../convert/with_display.ts";
import { checkObject } from "../error/check_object.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { ProgressMeter } from "./progress_meter.ts";
import {
  progressLine,
  type ProgressView,
  progressView,
} from "./progress_view.ts";

/** What a progress display is called, and where it is shown. */
export interface ProgressOptions {
  /** What is going on, such as `"training"`; `"progress"` by default. */
  readonly label?: string;
  /** Where to show it; by default chosen by where the program runs. */
  readonly view?: ProgressView;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
}

/** A running display of how far a task is. */
export interface Progress extends Disposable {
  /**
   * Count units as done.
   *
   * @param n Number of units; 1 by default.
   * @param note What is going on right now, shown behind the numbers.
   * @throws {DOMException} An `AbortError`, once a notebook's stop button was pressed.
   */
  tick(n?: number, note?: string): void;
  /** End the display, until there is another tick; a second call does nothing. */
  done(): void;
  /** How far the task is, in one line; a notebook shows that of the object. */
  toString(): string;
}

/**
 * Shows how far a long task is, with its rate and the time left.
 *
 * In a terminal that is a bar, in a notebook one output that changes in place,
 * and elsewhere (a file, a pipe, continuous integration) a line every few
 * seconds. All but the notebook's goes to standard error. A notebook's stop button
 * makes the next `tick` throw an `AbortError`, and what the kernel holds stays. A task
 * that computes without a pause should await something now and then, or a notebook
 * shows nothing until the end, and can't stop it.
 *
 * @param total Number of units that make the whole; >= 0.
 * @param options Label, and the view if it should not be chosen.
 * @returns The display; call `done` at the end, also after an error (`using` does).
 * @throws {RangeError} If `total` is negative or not finite.
 * @throws {TypeError} If the options are no object, there is no option of a name that was
 *   given, or the label is no string.
 *
 * @example
 * ```ts
 * using bar = progress(3, { label: "counting" });
 * for (const word of ["one", "two", "three"]) bar.tick(1, word);
 * using plain = progress(3); // one without a label
 * ```
 */
export function progress(
  total: number,
  options: ProgressOptions = {},
): Progress {
  const action = "show progress";
  checkObject(
    action,
    "its options",
    options,
    'an object such as { label: "training" }',
  );
  checkOptionNames(action, options, ["label", "view", "now"]);
  const { label = "progress", view, now } = options;
  if (typeof label !== "string") {
    throw wrongKind(action, "label", "a string", label);
  }
  const meter = new ProgressMeter(total, now);
  const shown = view ?? progressView();
  let last = "";
  let ended = false;
  shown.show({ label, meter, note: "" });
  const bar = {
    tick(n = 1, note = last): void {
      last = note;
      ended = false; // as where another cell goes on after an interrupt
      meter.add(n);
      try {
        shown.show({ label, meter, note });
      } catch (error) { // the task is to stop
        bar.done();
        throw error;
      }
    },
    done(): void {
      if (ended) return;
      ended = true;
      shown.end({ label, meter, note: last });
    },
  };
  const toString = () => progressLine({ label, meter, note: last });
  return withDisplay(
    { ...bar, toString, [Symbol.dispose]: bar.done },
    () => ({ "text/plain": toString() }),
  );
}
