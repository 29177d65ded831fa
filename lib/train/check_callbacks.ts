import { wrongKind } from "../error/wrong_kind.ts";

/**
 * Refuses what can't stop a training, or be called by it.
 *
 * @param action What can't be done otherwise, such as `"train"`.
 * @param callbacks What the caller gave, if anything.
 * @throws {TypeError} If `signal` is no AbortSignal or `onStep` is no function.
 */
export function checkCallbacks(
  action: string,
  { signal, onStep }: { readonly signal?: unknown; readonly onStep?: unknown },
): void {
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    const need = "an AbortSignal, such as new AbortController().signal";
    throw wrongKind(action, "signal", need, signal);
  }
  if (onStep !== undefined && typeof onStep !== "function") {
    throw wrongKind(action, "onStep", "a function", onStep);
  }
}
