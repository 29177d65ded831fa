import { onEndingSignal } from "./on_ending_signal.ts";

/** A signal that Ctrl-C gives, and whatever else asks the program to end. */
export interface Interrupt extends Disposable {
  /** Given by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Lets the first Ctrl-C end a long task in order, and the second one at once.
 *
 * SIGTERM and SIGHUP end it in order too, but never at once: they come in numbers, and
 * who has no patience has SIGKILL.
 *
 * @param onFirst Called by the first one, to say what happens now.
 * @returns The signal; dispose it, and Ctrl-C ends the program as ever.
 */
export function stopOnInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const listening = onEndingSignal((signal) => {
    if (!controller.signal.aborted) {
      controller.abort();
      onFirst();
    } else if (signal === "SIGINT") Deno.exit(130);
  });
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  };
}
