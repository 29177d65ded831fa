/** Least time between two pauses, in milliseconds. */
const EVERY = 50;

/**
 * A pause for everything else that waits: signals, timers, a notebook's output.
 *
 * Tensors are computed without a pause, so a loop over them must let others in now
 * and then. Each call returns at once unless the last pause is long ago.
 *
 * @returns A function to await in the loop.
 */
export function breather(): () => Promise<void> {
  let next = performance.now() + EVERY;
  return async () => {
    if (performance.now() < next) return;
    await new Promise((resolve) => setTimeout(resolve));
    next = performance.now() + EVERY;
  };
}
