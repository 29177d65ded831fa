/**
 * Signals that ask a program to end: Ctrl-C; `kill`, `timeout` or a service that is
 * stopped; and a terminal that closes. Windows has the first alone.
 */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Calls a function at every signal that asks this program to end, which then does not
 * end by itself.
 *
 * @param listener Takes the signal. One wish may come as several, as where a process
 * gets what its whole group got and once more what its parent passes on.
 * @returns Dispose it, and the program ends as ever.
 */
export function onEndingSignal(
  listener: (signal: Deno.Signal) => void,
): Disposable {
  const heard = SIGNALS.map((signal) =>
    [signal, () => listener(signal)] as const
  );
  for (const [signal, hear] of heard) Deno.addSignalListener(signal, hear);
  return {
    [Symbol.dispose]() {
      for (const [signal, hear] of heard) {
        Deno.removeSignalListener(signal, hear);
      }
    },
  };
}
