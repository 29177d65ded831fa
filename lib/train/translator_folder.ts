import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTurn } from "../convert/in_turn.ts";
import { writeSafetensors } from "../convert/write_safetensors.ts";
import { writeAtomically } from "../convert/write_atomically.ts";
import { checkObject } from "../error/check_object.ts";
import { checkPath } from "../error/check_path.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { checkModelKind } from "../model/stack_config.ts";
import { Transformer } from "../model/transformer.ts";
import {
  checkTokenizer,
  type SentenceTokenizer,
} from "../text/sentence_tokenizer.ts";
import {
  TOKENIZER_KINDS,
  tokenizerFrom,
  type TokenizerKind,
} from "../text/tokenizer_kinds.ts";
import { fingerprint } from "./fingerprint.ts";
import { assignWeights } from "./model_weights.ts";
import {
  checkSizes,
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

/**
 * Refuses what no translator can be made of.
 *
 * @param parts What the caller gave.
 * @throws {TypeError} If the model is no Transformer, or there are no tokenizers, or
 * none of their kind.
 * @throws {RangeError} If the model has other numbers of ids than the tokenizers.
 */
export function checkParts(parts: TranslatorParts): void {
  const action = "make a translator";
  checkObject(action, "its parts", parts);
  const { model, kind, source, target } = parts;
  checkModelKind(action, model, "Transformer");
  checkTokenizer(action, "source", source);
  checkTokenizer(action, "target", target);
  if (!TOKENIZER_KINDS.includes(kind)) {
    throw wrongKind(
      action,
      "kind",
      `one of ${TOKENIZER_KINDS.join(", ")}`,
      kind,
    );
  }
  checkSizes(model.config, { source, target }, action);
}

const FILES = {
  config: "config.json",
  weights: "weights.safetensors",
} as const;

/**
 * Reads what a folder's two files hold.
 *
 * @param folder Where {@linkcode writeTranslatorFolder} put it.
 * @returns Model and tokenizers.
 * @throws {Deno.errors.NotFound} If a file is missing.
 * @throws {SyntaxError} If a file is damaged, cut off or another's.
 * @throws {RangeError} If the weights are not those of the configuration.
 * @throws {TypeError} If the folder is no path.
 */
export async function readTranslatorFolder(
  folder: string | URL,
): Promise<Required<TranslatorParts>> {
  const [path, weights] = pathsOf(folder);
  const [text, bytes] = await inTurn(path, async () => [
    new TextDecoder().decode(await contents(path, folder)),
    await contents(weights, folder),
  ]);
  const config = parseTranslatorConfig(text, path);
  const { tokenizer: kind, lowerCase } = config;
  const [source, target] = [config.source, config.target]
    .map((data) => tokenizerFrom(kind, data, { lowerCase }));
  checkSizes(config.model, { source, target }, `read ${path}`);
  const cannot = () =>
    new SyntaxError(
      `Cannot read ${weights} as it must belong to ${FILES.config} beside it: got weights of another translator`,
    );
  // before a model is made that the file can't hold: even of biases there are more
  const { encoderLayers, decoderLayers, width, hidden } = config.model;
  const least = (encoderLayers + decoderLayers) * (width + hidden);
  if (bytes.length < 2 * least) throw cannot();
  const model = new Transformer(config.model);
  try {
    const notes = assignWeights(model.weights, bytes, { name: weights });
    if (notes.config !== fingerprint(config)) throw cannot();
  } catch (error) {
    model.dispose();
    throw error;
  }
  return { model, kind, source, target, lowerCase };
}

/**
 * Writes model and tokenizers to two files of a folder, each whole or not at all.
 *
 * In one program writes and reads of the same folder wait for each other. The weights'
 * file names the configuration that it belongs to, so that one of an older translator,
 * left by a crash between the two, is found out.
 *
 * @param parts Model and tokenizers.
 * @param folder Where to; made if there is none.
 * @param options `half`: whether to write the weights as float16.
 * @throws {RangeError} If a weight is too large for float16.
 * @throws {TypeError} If the folder is no path.
 */
export async function writeTranslatorFolder(
  { model, kind, source, target, lowerCase = true }: TranslatorParts,
  folder: string | URL,
  { half }: { readonly half: boolean },
): Promise<void> {
  const [path, weights] = pathsOf(folder);
  const config: TranslatorConfig = JSON.parse(JSON.stringify({
    format: TRANSLATOR_FORMAT,
    tokenizer: kind,
    lowerCase,
    model: model.config,
    source,
    target,
  }));
  const bytes = await writeSafetensors(
    model.weights,
    { format: TRANSLATOR_FORMAT, config: fingerprint(config) },
    { half },
  );
  await inTurn(path, async () => {
    await Deno.mkdir(folder, { recursive: true });
    await writeAtomically(weights, bytes);
    await writeAtomically(path, `${JSON.stringify(config)}\n`);
  });
}

/** Paths of a folder's configuration and weights. */
function pathsOf(folder: string | URL): [config: string, weights: string] {
  checkPath("open a translator's folder", folder);
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
