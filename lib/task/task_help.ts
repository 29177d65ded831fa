import type { TaskOption } from "./task_options.ts";

/** Columns of help where there is no terminal, and at most. */
const COLUMNS = 80;

/** Least columns for a description beside its option; with fewer it stands below. */
const BESIDE = 30;

/**
 * What `--help` says: how the task is called, what it does, and its options.
 *
 * @param usage Such as `"deno task lab [--port N]"`.
 * @param about What it does, in one paragraph.
 * @param options What {@linkcode optionsHelp} gives, if it has options.
 * @returns Lines of at most 80 columns, or those of a narrower terminal.
 */
export function taskHelp(
  usage: string,
  about: string,
  options?: string,
): string {
  const paragraphs = [wrapped(usage), wrapped(about)];
  return paragraphs.concat(options ?? []).join("\n\n");
}

/**
 * The options of a task with what they are for.
 *
 * @param options By name.
 * @param columns Columns there are.
 * @returns A line an option, and more where one is not enough.
 */
export function optionsHelp(
  options: Readonly<Record<string, TaskOption>>,
  columns: number = helpColumns(),
): string {
  const entries = Object.entries(options).map(([name, option]) => {
    const kind = option.choices ? "NAME" : option.type.toUpperCase();
    const notes = [
      ...option.choices ? [option.choices.join("|")] : [],
      ...option.default === undefined ? [] : [`default ${option.default}`],
    ];
    return [
      `  --${name}${option.type === "flag" ? "" : ` ${kind}`}`,
      option.help + (notes.length > 0 ? ` (${notes.join("; ")})` : ""),
    ];
  });
  const longest = entries.reduce(
    (most, [{ length }]) => Math.max(most, length),
    0,
  );
  const width = Math.max(26, longest + 1);
  const beside = columns - width >= BESIDE;
  const lines = entries.map(([option, help]) =>
    beside
      ? option.padEnd(width) + wrapped(help, { columns, indent: width })
      : `${option}\n      ${wrapped(help, { columns, indent: 6 })}`
  );
  return ["Options:", ...lines].join("\n");
}

/**
 * A text in lines, broken at spaces, and behind the bars of a choice that is too long.
 *
 * @param text Without line breaks.
 * @param options Columns there are, and spaces before each line but the first, which
 * begins there already.
 * @returns The lines; longer than that only where a word is.
 */
export function wrapped(
  text: string,
  { columns = helpColumns(), indent = 0 }: {
    readonly columns?: number;
    readonly indent?: number;
  } = {},
): string {
  const fits = (line: string) => line.trimEnd().length <= columns - indent;
  const pieces = text.split(/(?<= )/)
    .flatMap((word) => fits(word) ? word : word.split(/(?<=\|)/));
  const lines = [""];
  for (const piece of pieces) {
    const line = lines.at(-1)!;
    if (line === "" || fits(line + piece)) lines[lines.length - 1] += piece;
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd()).join(`\n${" ".repeat(indent)}`);
}

/** Columns of a narrow terminal, else 80. */
function helpColumns(): number {
  if (!Deno.stdout.isTerminal()) return COLUMNS;
  try {
    return Math.min(COLUMNS, Deno.consoleSize().columns || COLUMNS);
  } catch {
    return COLUMNS;
  }
}
