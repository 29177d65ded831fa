import process from "node:process";

/** Standard error, as a terminal or what else it is. */
export const STANDARD_ERROR = {
  /** Whether it is a terminal. */
  get isTTY(): boolean {
    return Deno.stderr.isTerminal();
  },
  /** How wide the terminal is now. */
  get columns(): number {
    return process.stderr.columns;
  },
  /**
   * Writes what it takes. The rest is lost: where the terminal was closed, or a log's disk
   * is full, a training must go on, or at least save.
   *
   * @param text The text.
   */
  write(text: string): void {
    try {
      Deno.stderr.writeSync(new TextEncoder().encode(text));
    } catch {
      // nobody reads it
    }
  },
};
