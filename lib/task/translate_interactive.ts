import { useBackend } from "../engine/use_backend.ts";
import { detokenize } from "../text/detokenize.ts";
import type { TranslateOptions, Translator } from "../train/translator.ts";
import { askedOptions } from "./asked_options.ts";
import { readTranslator } from "./shipped_translator.ts";
import type { TaskOption } from "./task_options.ts";
import { BACKEND, SEARCH } from "./translate_options.ts";

const OPTIONS = { ...SEARCH, backend: BACKEND } as const satisfies Record<
  string,
  TaskOption
>;

/**
 * `translate interactive`: translates each line of the terminal or of a pipe.
 *
 * @param args Command line behind the command.
 * @returns The exit code.
 * @throws {SyntaxError} If the command line does not fit.
 */
export async function interactiveTask(
  args: readonly string[],
): Promise<number> {
  const options = askedOptions(args, OPTIONS, {
    usage: "deno task translate interactive",
    about: "Translates what you type or pipe into it, a sentence a line.",
  });
  if (!options) return 0;
  await useBackend(options.backend);
  const translator = await readTranslator(options.model);
  const typed = Deno.stdin.isTerminal();
  try {
    if (typed) warn("A sentence a line; Ctrl-D ends");
    const search = {
      beams: options.beams,
      lengthPenalty: options["length-penalty"],
    };
    const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
    await translateLines(translator, lines, { ...search, say: write, warn });
    return 0;
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return 0; // nobody reads on
    throw error;
  } finally {
    translator.dispose();
  }
}

/**
 * Translates lines as they come, those that come together at once.
 *
 * @param translator What translates.
 * @param chunks Pieces of text, cut anywhere.
 * @param options How to search, where translations go, one for each line, and where it
 * is told which words are unknown or too many.
 */
export async function translateLines(
  translator: Translator,
  chunks: AsyncIterable<string>,
  { say, warn, ...search }: TranslateOptions & {
    readonly say: (line: string) => void;
    readonly warn: (line: string) => void;
  },
): Promise<void> {
  const { model, source, kind } = translator;
  const longest = model.config.maxPositions - 1;
  const translate = async (lines: readonly string[]) => {
    for (const line of lines) {
      const unknown = translator.unknownWords(line);
      if (unknown.length > 0) warn(`Unknown: ${unknown.join(", ")}`);
      const { length } = source.encode(line);
      if (length <= longest) continue;
      warn(`Cut behind the first ${longest} of ${length} ${kind}: ${line}`);
    }
    const texts = await translator.translate(lines, { ...search, cut: true });
    for (const text of texts) say(kind === "words" ? detokenize(text) : text);
  };
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop()!;
    await translate(lines);
  }
  if (rest !== "") await translate([rest]);
}

/** Writes a translation; unlike the console, it throws where nobody reads on. */
function write(line: string): void {
  let bytes = new TextEncoder().encode(`${line}\n`);
  while (bytes.length > 0) {
    bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
  }
}

/** Tells what is no translation, on standard error. */
function warn(line: string): void {
  // deno-lint-ignore no-console -- what a task is for
  console.error(line);
}
