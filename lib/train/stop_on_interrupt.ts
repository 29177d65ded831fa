/** A signal that Ctrl-C gives. */
export interface Interrupt extends Disposable {
  /** Given by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Lets the first Ctrl-C end a long task in order, and the second one at once.
 *
 * @param onFirst Called by the first one, to say what happens now.
 * @returns The signal; dispose it, and Ctrl-C ends the program as ever.
 */
export function stopOnInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) Deno.exit(130);
    controller.abort();
    onFirst();
  };
  Deno.addSignalListener("SIGINT", stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => Deno.removeSignalListener("SIGINT", stop),
  };
}
