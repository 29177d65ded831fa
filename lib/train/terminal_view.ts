import { Format, Presets, SingleBar } from "cli-progress";
import stringWidth from "string-width";
import { checkOptionNames } from "../error/check_option_names.ts";
import type { ProgressState, ProgressView } from "./progress_view.ts";
import { STANDARD_ERROR } from "./standard_error.ts";

/** Where a bar is drawn. */
export interface TerminalViewOptions {
  /** A stream of Node.js; standard error by default. */
  readonly stream?: TerminalStream;
}

/** What is used of a terminal. */
interface TerminalStream {
  /** Whether it is one. */
  readonly isTTY: boolean;
  /** How wide it is now. */
  readonly columns?: number;
  /** Takes what is drawn. */
  write(text: string): unknown;
}

/** Cells of the bar where there is room for all. */
const BAR = 24;

/** Columns left free: the terminal writes `^C` behind the line, which must not wrap it. */
const FREE = 4;

/**
 * A bar that is drawn in place, and ends with a line break, so that what is said
 * afterwards has a line of its own.
 *
 * @param options Where to.
 * @returns The view.
 * @throws {TypeError} If the options are no object, or there is none of a name that was given.
 */
export function terminalView(
  options: TerminalViewOptions = {},
): ProgressView {
  checkOptionNames("show progress", options, ["stream"]);
  const { stream = STANDARD_ERROR } = options;
  // Ctrl-C is the program's to handle: it stops the training, which ends the bar
  const bar = new SingleBar({
    format: lineOf,
    barsize: BAR,
    stream,
    forceRedraw: true, // over what the terminal wrote behind the line
    // left as they are, as a program that is killed can't put them back
    hideCursor: false,
    linewrap: true,
    gracefulExit: false,
  }, Presets.shades_classic);
  // where the cursor was is another line by now, if the terminal has scrolled
  bar.terminal.cursorSave = bar.terminal.cursorRestore = () => {};
  let started = false;
  const update = (state: ProgressState) => {
    const payload = { state, room: (stream.columns || 80) - FREE };
    if (started) bar.update(state.meter.done, payload);
    else bar.start(state.meter.total, state.meter.done, payload);
    started = true;
  };
  return {
    show: update,
    end(state) {
      update(state);
      bar.stop();
    },
  };
}

/**
 * A state in one line of at most `room` columns. The bar gets what the text leaves; where
 * the text itself is too long, it does without its rate, its label or its count, and else
 * what goes on right now is cut.
 */
function lineOf(
  options: object,
  { progress }: { readonly progress: number },
  { state: { label, meter, note }, room }: {
    readonly state: ProgressState;
    readonly room: number;
  },
): string {
  const more = note && `, ${note}`;
  const whole = meter.text() + more;
  const barsize = Math.min(BAR, room - stringWidth(`${label}  ${whole}`));
  if (barsize > 0) {
    const bar = Format.BarFormat(progress, { ...options, barsize });
    return `${label} ${bar} ${whole}`;
  }
  const brief = meter.text({ rate: false }) + more;
  const briefest = meter.text({ rate: false, count: false }) + more;
  return [`${label} ${whole}`, `${label} ${brief}`, brief, briefest]
    .find((line) => stringWidth(line) <= room) ??
    `${cutTo(brief, Math.max(0, room - 1))}…`;
}

/** The beginning of a text that takes at most so many columns. */
function cutTo(text: string, columns: number): string {
  let cut = "";
  for (const character of text) {
    if (stringWidth(cut + character) > columns) break;
    cut += character;
  }
  return cut;
}
