import type { ProgressState } from "./progress_view.ts";

/** Hears whether a notebook's cell is to stop. */
export interface CellInterrupt extends Disposable {
  /**
   * Ends the cell if it is to stop.
   *
   * @param state What is going on.
   * @throws {DOMException} An `AbortError`, once the kernel was interrupted.
   */
  check(state: ProgressState): void;
}

/** Stops hearing for what nobody holds any more, such as the progress of a cell that threw. */
const FORGOTTEN = new FinalizationRegistry(deafen);

/**
 * Hears the stop button of a notebook, which sends the signal of Ctrl-C.
 *
 * Deno's kernel ends at that signal, and all variables with it, unless somebody hears it.
 *
 * @returns Dispose it, and the kernel ends as ever; so it does some time after the last
 *   variable that holds it is gone.
 * @see https://github.com/denoland/deno/issues/24491
 */
export function cellInterrupt(): CellInterrupt {
  let isPressed = false;
  const hear = () => {
    isPressed = true;
  };
  Deno.addSignalListener("SIGINT", hear);
  const interrupt: CellInterrupt = {
    check({ label, meter: { done, total } }) {
      if (!isPressed) return;
      throw new DOMException(
        `Cannot go on with ${label} as the kernel was interrupted: got to ${done} of ${total}`,
        "AbortError",
      );
    },
    [Symbol.dispose]: () => deafen(hear),
  };
  FORGOTTEN.register(interrupt, hear);
  return interrupt;
}

function deafen(hear: () => void): void {
  Deno.removeSignalListener("SIGINT", hear);
}
