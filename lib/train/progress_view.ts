import { checkOptionNames } from "../error/check_option_names.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { type CellInterrupt, cellInterrupt } from "./cell_interrupt.ts";
import type { ProgressMeter } from "./progress_meter.ts";
import { STANDARD_ERROR } from "./standard_error.ts";
import { terminalView } from "./terminal_view.ts";

/** What there is to show at one moment. */
export interface ProgressState {
  /** What is going on. */
  readonly label: string;
  /** How far it is. */
  readonly meter: ProgressMeter;
  /** What is going on right now; may be empty. */
  readonly note: string;
}

/** A place where progress is shown. Each decides how often it writes. */
export interface ProgressView {
  /** Show a state, or leave it out if the last one is recent; may throw to stop the task. */
  show(state: ProgressState): void;
  /** Show the last state and let go of the place. */
  end(state: ProgressState): void;
}

/**
 * The view that fits where the program runs: notebook, terminal or log.
 *
 * @returns A new view.
 */
export function progressView(): ProgressView {
  const jupyter = notebook();
  if (jupyter) return notebookView(jupyter.display);
  return Deno.stderr.isTerminal() ? terminalView() : logView();
}

/** How often a log is written, and where to. */
export interface LogViewOptions {
  /** Least time between two lines, in seconds; 5 by default. */
  readonly every?: number;
  /** Takes each line; by default it goes to standard error. */
  readonly write?: (line: string) => void;
}

/**
 * A line every few seconds, and one at the end.
 *
 * @param options How often and where to.
 * @returns The view.
 * @throws {TypeError} If the options are no object, or there is none of a name that was given.
 */
export function logView(
  options: LogViewOptions = {},
): ProgressView {
  checkOptionNames("show progress", options, ["every", "write"]);
  const { every = 5, write = writeLine } = options;
  let last = "";
  const send = (state: ProgressState) => {
    const text = progressLine(state);
    if (text !== last) write(text);
    last = text;
  };
  return seldom(send, every, every);
}

/** Shows or updates one output of a notebook cell, as `Deno.jupyter.display` does. */
export type NotebookDisplay = (
  bundle: Record<string, string>,
  options: { raw: true; display_id: string; update: boolean },
) => Promise<void>;

/**
 * One output of a notebook cell that changes in place.
 *
 * Until it ends it hears the notebook's stop button, which makes the next `show` throw an
 * `AbortError`: the cell ends, and the kernel keeps its variables.
 *
 * @param display Shows the output; `Deno.jupyter.display` in a notebook.
 * @param every Least time between two updates, in seconds.
 * @returns The view.
 * @throws {TypeError} If `display` is no function.
 */
export function notebookView(
  display: NotebookDisplay,
  every = 0.25,
): ProgressView {
  if (typeof display !== "function") {
    const needed = "a function such as Deno.jupyter.display";
    throw wrongKind("show progress", "display", needed, display);
  }
  const id = crypto.randomUUID();
  let update = false;
  const send = (state: ProgressState) => {
    const bundle = { "text/plain": progressLine(state) };
    void display(bundle, { raw: true, display_id: id, update });
    update = true;
  };
  const shown = seldom(send, every);
  let interrupt: CellInterrupt | undefined;
  return {
    show(state) {
      interrupt ??= cellInterrupt();
      shown.show(state);
      interrupt.check(state);
    },
    end(state) {
      interrupt?.[Symbol.dispose]();
      interrupt = undefined;
      shown.end(state);
    },
  };
}

/** A state in one line of text. */
export function progressLine({ label, meter, note }: ProgressState): string {
  return `${label} ${meter.text()}${note && `, ${note}`}`;
}

/** Sends states from the first time on, as seldom as every so many seconds, and the last. */
function seldom(
  send: (state: ProgressState) => void,
  every: number,
  next = 0,
): ProgressView {
  return {
    show(state) {
      if (state.meter.seconds < next) return;
      next = state.meter.seconds + every;
      send(state);
    },
    end: send,
  };
}

function writeLine(text: string): void {
  STANDARD_ERROR.write(`${text}\n`);
}

/** The notebook's own functions; asking for them elsewhere throws. */
function notebook(): { display: NotebookDisplay } | undefined {
  try {
    return (Deno as unknown as { jupyter: { display: NotebookDisplay } })
      .jupyter;
  } catch {
    return undefined;
  }
}
