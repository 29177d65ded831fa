import { ifThere } from "../convert/if_there.ts";
import { writeAtomically } from "../convert/write_atomically.ts";

/** A file of lines of JSON that a run adds to, and can take back what it did not save. */
export class MetricsFile {
  readonly #path: string | undefined;
  #unwritten: object[] = [];
  #lines = 0;

  /**
   * A file that is not touched yet.
   *
   * @param path Where to; without it nothing is written.
   */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** Lines that there are, written or not. */
  get lines(): number {
    return this.#lines;
  }

  /**
   * Add a line.
   *
   * @param line What JSON holds.
   */
  add(line: object): void {
    this.#lines++;
    if (this.#path) this.#unwritten.push(line);
  }

  /** Write the lines that were added. */
  async flush(): Promise<void> {
    if (!this.#path || this.#unwritten.length === 0) return;
    const text = this.#unwritten.map((line) => `${JSON.stringify(line)}\n`);
    this.#unwritten = [];
    await Deno.writeTextFile(this.#path, text.join(""), { append: true });
  }

  /**
   * Keep the first lines of the file; what a killed run wrote behind them goes.
   *
   * @param lines Number of lines to keep.
   */
  async keep(lines: number): Promise<void> {
    this.#lines = lines;
    if (!this.#path) return;
    const text = await ifThere(Deno.readTextFile(this.#path)) ?? "";
    const kept = text.split("\n").slice(0, lines);
    await writeAtomically(
      this.#path,
      kept.map((line) => `${line}\n`).join(""),
    );
  }
}
