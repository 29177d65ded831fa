import { checkOptionNames } from "../error/check_option_names.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { fileName } from "./read_bytes.ts";
import { readText } from "./read_text.ts";
import {
  pairLines,
  parseSentencePairs,
  type SentencePairs,
  type SentencePairsOptions,
} from "./sentence_pairs.ts";

/**
 * Pairs of sentences from a file of columns, or from two files whose lines correspond.
 *
 * Names that end in `.gz` are decompressed. The whole files are held in memory.
 *
 * @param path The file with tabs between its columns, or `[source, target]`.
 * @param options Columns of the one file.
 * @returns At least one pair.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If a file is not whole, not UTF-8 or empty, a sentence is
 * empty or missing, or one of two files has more lines; names the line.
 * @throws {TypeError} If a path is none, or there is no option of a name that was given.
 */
export async function readSentencePairs(
  path: string | URL | readonly [source: string | URL, target: string | URL],
  options: Pick<SentencePairsOptions, "columns"> = {},
): Promise<SentencePairs> {
  const action = "read pairs of sentences";
  checkOptionNames(action, options, ["columns"]);
  const { columns } = options;
  if (typeof path === "string" || path instanceof URL) {
    const name = fileName(path);
    const text = await readText(path);
    return parseSentencePairs(text, { name, ...columns && { columns } });
  }
  if (!Array.isArray(path) || path.length < 2) {
    throw wrongKind(action, "path", "a file or [source, target]", path);
  }
  const [source, target] = await Promise.all(
    path.map(async (one) => ({
      name: fileName(one),
      text: await readText(one),
    })),
  );
  return pairLines(source, target);
}
