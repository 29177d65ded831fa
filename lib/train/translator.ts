import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { beamSearch, type BeamSearchOptions } from "../model/beam_search.ts";
import type { Transformer } from "../model/transformer.ts";
import { batchesByLength } from "../text/batches_by_length.ts";
import { type EncodedPairs, encodePairs } from "../text/encode_pairs.ts";
import type { SentencePairs } from "../text/sentence_pairs.ts";
import { type SentenceTokenizer, SPECIAL } from "../text/sentence_tokenizer.ts";
import type { TokenizerKind } from "../text/tokenizer_kinds.ts";
import { words } from "../text/words.ts";
import { breather } from "./breather.ts";
import {
  checkParts,
  readTranslatorFolder,
  type TranslatorParts,
  writeTranslatorFolder,
} from "./translator_folder.ts";

/** How sentences are translated. */
export interface TranslateOptions
  extends Pick<BeamSearchOptions, "beams" | "lengthPenalty"> {
  /** Sentences at once; 64 by default. */
  readonly batchSize?: number;
  /** Whether words that are too many are left out; they are refused by default. */
  readonly cut?: boolean;
  /** Called after each batch, with its number of sentences. */
  readonly onBatch?: ((sentences: number) => void) | undefined;
}

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
   * @throws {TypeError} If the model is no Transformer, or there are no tokenizers.
   */
  constructor(parts: TranslatorParts) {
    checkParts(parts);
    const { model, kind, source, target, lowerCase = true } = parts;
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
   * @throws {SyntaxError} If a file is damaged, cut off or another's; names wrong fields.
   * @throws {RangeError} If the weights are not the configuration's; names those that differ.
   * @throws {TypeError} If the folder is no path.
   */
  static async read(folder: string | URL): Promise<Translator> {
    return new Translator(await readTranslatorFolder(folder));
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
   * @throws {TypeError} If the folder is no path.
   */
  async write(
    folder: string | URL,
    { half = false }: { readonly half?: boolean } = {},
  ): Promise<void> {
    await writeTranslatorFolder(this, folder, { half });
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
   * @throws {RangeError} If a sentence is longer than the positions or an option out of range.
   * @throws {TypeError} If they are no list, or there is no option of a name that was given.
   */
  async translate(
    sentences: readonly string[],
    options: TranslateOptions = {},
  ): Promise<string[]> {
    checkList("translate", "sentences", sentences, "an array of sentences");
    const names = ["beams", "lengthPenalty", "batchSize", "cut", "onBatch"];
    checkOptionNames("translate", options, names);
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
    const breathe = breather();
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
      await breathe();
    }
    return texts;
  }

  /** Lets go of the model's weights. */
  dispose(): void {
    this.model.dispose();
  }
}
