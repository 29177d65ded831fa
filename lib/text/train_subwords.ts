import { type Subwords, SubwordTokenizer } from "./subword_tokenizer.ts";
import type { WordsOptions } from "./words.ts";

/** How many parts of words are learned. */
export interface TrainSubwordsOptions extends WordsOptions {
  /** Most ids, the special ones and single characters included; at most 30,000. */
  readonly size: number;
}

/** The library's own limit, which it gives no way to change. */
const LARGEST = 30_000;

/**
 * Learns byte-pair encoding from sentences.
 *
 * The work is done by Hugging Face's tokenizers, a native addon, which needs the
 * permissions to read, write a temporary file and load the addon. It always learns up
 * to 30,000 parts; as one merge follows the other, the first ones are those of a
 * smaller size.
 *
 * @param sentences Sentences to train on.
 * @param options Number of ids, and whether sentences are made lower case.
 * @returns The tokenizer, which itself is plain JavaScript.
 * @throws {RangeError} If `size` is too small for the characters of the sentences, or
 * above 30,000.
 */
export async function trainSubwords(
  sentences: readonly string[],
  { size, lowerCase = true }: TrainSubwordsOptions,
): Promise<SubwordTokenizer> {
  if (!(Number.isSafeInteger(size) && size >= 5 && size <= LARGEST)) {
    throw new RangeError(
      `Cannot learn subwords as size must be an integer in [5, ${LARGEST}]: got ${size}`,
    );
  }
  const { vocab, merges } = await learned(
    lowerCase ? sentences.map((line) => line.toLowerCase()) : sentences,
  );
  const ids = Object.entries(vocab).sort(([, a], [, b]) => a - b);
  const joined = new Set(merges.map((pair) => pair.join("")));
  // single characters come first, but a merge may give a part that is there already
  const characters = ids.map(([part]) => part)
    .filter((part) => !joined.has(part));
  const parts = new Set(characters);
  const kept: Subwords["merges"][number][] = [];
  for (const pair of merges) {
    if (parts.size + 4 >= size) break;
    parts.add(pair.join(""));
    kept.push(pair);
  }
  if (parts.size + 4 > size) {
    throw new RangeError(
      `Cannot learn subwords as size must be at least ${
        parts.size + 4
      }, 4 more than there are characters: got ${size}`,
    );
  }
  return new SubwordTokenizer(
    { parts: [...parts], merges: kept },
    { lowerCase },
  );
}

/** The library's description of what it learned. */
interface Model {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly (readonly [string, string])[];
}

async function learned(sentences: readonly string[]): Promise<Model> {
  // only here, as it is large and native
  const { BPE, metaspacePreTokenizer, punctuationPreTokenizer, ...library } =
    await import("tokenizers");
  const folder = await Deno.makeTempDir();
  try {
    const text = `${folder}/sentences.txt`;
    const file = `${folder}/tokenizer.json`;
    const lines = sentences.map((line) => line.trim());
    await Deno.writeTextFile(text, lines.join("\n"));
    const tokenizer = new library.Tokenizer(BPE.empty());
    tokenizer.setPreTokenizer(library.sequencePreTokenizer([
      metaspacePreTokenizer("▁", "always", true),
      punctuationPreTokenizer("isolated"),
    ]));
    tokenizer.train([text]);
    tokenizer.save(file);
    return JSON.parse(await Deno.readTextFile(file)).model;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
