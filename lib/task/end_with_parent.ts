import { onEndingSignal } from "../train/on_ending_signal.ts";

/**
 * Ends a child in order, by SIGTERM, where this process is asked to end; which should
 * wait for it then.
 *
 * @param child The child.
 * @param options Whether Ctrl-C is passed on too: a child that has the same terminal gets
 * it by itself.
 * @returns Dispose it when the child has ended.
 */
export function endWithParent(
  child: Deno.ChildProcess,
  { interrupt }: { readonly interrupt: boolean },
): Disposable {
  return onEndingSignal((signal) => {
    if (signal === "SIGINT" && !interrupt) return;
    try {
      child.kill("SIGTERM");
    } catch {
      // it has ended by itself
    }
  });
}
