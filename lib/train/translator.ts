import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeSafetensors } from "../convert/safetensors.ts";
import { writeAtomically } from "../convert/write_atomically.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { beamSearch, type BeamSearchOptions } from "../model/beam_search.ts";
import { Transformer } from "../model/transformer.ts";
import { batchesByLength } from "../text/batches_by_length.ts";
import { encodePairs } from "../text/encode_pairs.ts";
import type { SentencePairs } from "../text/sentence_pairs.ts";
import type { EncodedPairs } from "../text/encode_pairs.ts";
import { type SentenceTokenizer, SPECIAL } from "../text/sentence_tokenizer.ts";
import { tokenizerFrom, type TokenizerKind } from "../text/tokenizer_kinds.ts";
import { words } from "../text/words.ts";
import type { Json } from "./checkpoint.ts";
import { assignWeights } from "./model_weights.ts";
import {
  checkSizes,
  fingerprint,
  parseTranslatorConfig,
  TRANSLATOR_FORMAT,
  type TranslatorConfig,
} from "./translator_config.ts";

/** What a {@linkcode Translator} is made of. */
export interface TranslatorParts {
  /** Translates ids; belongs to the translator from now on. */
  readonly model: Transformer;
  /** What sentences are made of. */
  readonly kind: TokenizerKind;
  /** Of what is translated. */
  readonly source: SentenceTokenizer;
  /** Of what it is translated to. */
  readonly target: SentenceTokenizer;
  /** Whether the tokenizers make sentences lower case; they do by default. */
  readonly lowerCase?: boolean;
}

/** How sentences are translated. */
export interface TranslateOptions
  extends Pick<BeamSearchOptions, "beams" | "lengthPenalty"> {
  /** Sentences at once; 64 by default. */
  readonly batchSize?: number;
  /** Whether words that are too many are left out; they are refused by default. */
  readonly cut?: boolean;
  /** Called after each batch, with its number of sentences. */
  readonly onBatch?: (sentences: number) => void;
}

const FILES = {
  config: "config.json",
  weights: "weights.safetensors",
} as const;

/**
 * A Transformer with the tokenizers that it was trained with: texts in, texts out.
 *
 * A folder holds it as `config.json` and `weights.safetensors`.
 *
 * @example
 * ```ts
 * import { Transformer, WordTokenizer } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const source = WordTokenizer.of(["Geh!", "Hallo!"]);
 * const target = WordTokenizer.of(["Go!", "Hi!"]);
 * const model = new Transformer({
 *   sourceSize: source.size,
 *   targetSize: target.size,
 *   width: 8,
 *   heads: 2,
 *   hidden: 16,
 *   encoderLayers: 1,
 *   decoderLayers: 1,
 *   maxPositions: 10,
 * });
 * const translator = new Translator({ model, kind: "words", source, target });
 * const texts = await translator.translate(["Hallo!", "Geh!"], { beams: 2 });
 * assertEquals(texts.length, 2); // of an untrained model, so that they mean nothing
 * assertEquals(translator.unknownWords("Geh heim!"), ["heim"]);
 * translator.dispose();
 * ```
 */
export class Translator {
  /** Translates ids. */
  readonly model: Transformer;
  /** What sentences are made of. */
  readonly kind: TokenizerKind;
  /** Of what is translated. */
  readonly source: SentenceTokenizer;
  /** Of what it is translated to. */
  readonly target: SentenceTokenizer;
  /** Whether sentences are made lower case. */
  readonly lowerCase: boolean;

  /**
   * A translator of a model and its tokenizers.
   *
   * @param parts The model and tokenizers.
   * @throws {RangeError} If the model has other numbers of ids than the tokenizers.
   */
  constructor(parts: TranslatorParts) {
    const { model, kind, source, target, lowerCase = true } = parts;
    checkSizes(model.config, { source, target }, "make a translator");
    this.model = model;
    this.kind = kind;
    this.source = source;
    this.target = target;
    this.lowerCase = lowerCase;
  }

  /**
   * The translator that a folder holds.
   *
   * @param folder Where {@linkcode Translator.write} put it.
   * @returns The translator, for the caller to dispose.
   * @throws {Deno.errors.NotFound} If there is none.
   * @throws {SyntaxError} If a file is damaged, cut off or another's; names the fields
   * that are wrong.
   * @throws {RangeError} If the weights are not those of the configuration; names those
   * that differ.
   */
  static async read(folder: string | URL): Promise<Translator> {
    const [path, weights] = pathsOf(folder);
    const text = new TextDecoder().decode(await contents(path, folder));
    const config = parseTranslatorConfig(text, path);
    const bytes = await contents(weights, folder);
    const { tokenizer: kind, lowerCase } = config;
    const [source, target] = [config.source, config.target]
      .map((data) => tokenizerFrom(kind, data, { lowerCase }));
    checkSizes(config.model, { source, target }, `read ${path}`);
    const model = new Transformer(config.model);
    try {
      const notes = assignWeights(model.weights, bytes, { name: weights });
      if (notes.config !== await fingerprint(config)) {
        throw new SyntaxError(
          `Cannot read ${weights} as it must belong to ${FILES.config} beside it: got weights of another translator`,
        );
      }
    } catch (error) {
      model.dispose();
      throw error;
    }
    return new Translator({ model, kind, source, target, lowerCase });
  }

  /**
   * Writes the translator to a folder.
   *
   * Each file is there whole or not at all. If a crash leaves one of an older
   * translator, {@linkcode Translator.read} refuses the two.
   *
   * @param folder Where to; made if there is none.
   * @param options `half`: whether to write the weights as float16, in half the bytes.
   * @throws {RangeError} If a weight is too large for float16.
   */
  async write(
    folder: string | URL,
    { half = false }: { readonly half?: boolean } = {},
  ): Promise<void> {
    const config: TranslatorConfig = JSON.parse(JSON.stringify({
      format: TRANSLATOR_FORMAT,
      tokenizer: this.kind,
      lowerCase: this.lowerCase,
      model: this.model.config,
      source: this.source.toJSON() as Json,
      target: this.target.toJSON() as Json,
    }));
    const bytes = await writeSafetensors(
      this.model.weights,
      { format: TRANSLATOR_FORMAT, config: await fingerprint(config) },
      { half },
    );
    const [path, weights] = pathsOf(folder);
    await Deno.mkdir(folder, { recursive: true });
    await writeAtomically(weights, bytes);
    await writeAtomically(path, `${JSON.stringify(config)}\n`);
  }

  /**
   * Words of a sentence that the model does not know; it reads all of them as the same.
   *
   * @param sentence Any text.
   * @returns Each of them once, in their order.
   */
  unknownWords(sentence: string): string[] {
    const unknown = words(sentence, { lowerCase: this.lowerCase })
      .filter((word) => this.source.encode(word).includes(SPECIAL.UNKNOWN));
    return [...new Set(unknown)];
  }

  /**
   * Ids of pairs, as the model is trained on them; what exceeds its positions is cut.
   *
   * @param pairs Sentences and translations.
   * @returns Ids, and how many sentences were cut.
   */
  encode(pairs: SentencePairs): EncodedPairs {
    return encodePairs(pairs, {
      source: this.source,
      target: this.target,
      maxLength: this.model.config.maxPositions - 1, // and an end
    });
  }

  /**
   * Translates sentences, those of like length at once.
   *
   * @param sentences Any texts; one without words has an empty translation.
   * @param options How to search.
   * @returns Their translations, in the same order.
   * @throws {RangeError} If a sentence has more ids than the model has positions, or an
   * option is out of range; before any is translated.
   */
  async translate(
    sentences: readonly string[],
    options: TranslateOptions = {},
  ): Promise<string[]> {
    const { batchSize = 64, cut = false, onBatch, ...search } = options;
    checkPositiveIntegers("translate", { batchSize, beams: search.beams ?? 1 });
    const longest = this.model.config.maxPositions - 1;
    const all = sentences.map((sentence, i) => {
      const ids = this.source.encode(sentence);
      if (ids.length <= longest || cut) return ids.slice(0, longest);
      throw new RangeError(
        `Cannot translate sentence ${
          i + 1
        } as it must have at most ${longest} ${this.kind}, one less than the model has positions: got ${ids.length}`,
      );
    });
    const texts = sentences.map(() => "");
    const places = [...all.keys()].filter((place) => all[place].length > 0);
    if (places.length === 0) return texts;
    const lengths = places.map((place) => all[place].length);
    for (const batch of batchesByLength(lengths, { batchSize })) {
      const rows = batch.map((item) => places[item]);
      const found = await beamSearch(
        this.model,
        rows.map((row) => [...all[row], SPECIAL.END]),
        search,
      );
      for (const [i, { ids }] of found.entries()) {
        texts[rows[i]] = this.target.decode(ids);
      }
      onBatch?.(batch.length);
    }
    return texts;
  }

  /** Lets go of the model's weights. */
  dispose(): void {
    this.model.dispose();
  }
}

/** Paths of a folder's configuration and weights. */
function pathsOf(folder: string | URL): [config: string, weights: string] {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder;
  return [join(path, FILES.config), join(path, FILES.weights)];
}

async function contents(
  path: string,
  folder: string | URL,
): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Deno.errors.NotFound(
      `Cannot read a translator from ${
        folder instanceof URL ? fileURLToPath(folder) : folder
      } as it must have ${FILES.config} and ${FILES.weights}: got no ${path}`,
    );
  }
}
