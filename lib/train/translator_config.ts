import { parseJson } from "../convert/parse_json.ts";
import type { TransformerConfig } from "../model/transformer_config.ts";
import {
  TOKENIZER_KINDS,
  type TokenizerKind,
} from "../text/tokenizer_kinds.ts";
import type { JsonValue } from "./checkpoint.ts";
import { differingFields } from "./differing_fields.ts";

/** What the file of a {@linkcode Translator}'s configuration holds. */
export interface TranslatorConfig {
  /** What the format is called. */
  readonly format: string;
  /** What sentences are made of. */
  readonly tokenizer: TokenizerKind;
  /** Whether sentences are made lower case. */
  readonly lowerCase: boolean;
  /** What the model is made of. */
  readonly model: TransformerConfig;
  /** What the source's tokenizer can be made of again. */
  readonly source: JsonValue;
  /** What the target's tokenizer can be made of again. */
  readonly target: JsonValue;
}

/** Name and version of the format. */
export const TRANSLATOR_FORMAT = "kronlab translator 1";

/** Fields, and what may stand there. */
const FIELDS: Readonly<
  Record<keyof TranslatorConfig, readonly [string, (value: unknown) => boolean]>
> = {
  format: [
    JSON.stringify(TRANSLATOR_FORMAT),
    (value) => value === TRANSLATOR_FORMAT,
  ],
  tokenizer: [
    TOKENIZER_KINDS.map((kind) => JSON.stringify(kind)).join(" or "),
    (value) => TOKENIZER_KINDS.includes(value as TokenizerKind),
  ],
  lowerCase: ["true or false", (value) => typeof value === "boolean"],
  model: ["an object", (value) => isObject(value) && !Array.isArray(value)],
  source: ["a tokenizer", isObject],
  target: ["a tokenizer", isObject],
};

/**
 * Reads the text of a configuration.
 *
 * @param text JSON.
 * @param name What error messages call it, such as its path.
 * @returns The configuration; whether a model can be made of it is not checked.
 * @throws {SyntaxError} If it is no JSON, or a field is not what it must be; names all
 * of them.
 */
export function parseTranslatorConfig(
  text: string,
  name: string,
): TranslatorConfig {
  const config = parseJson(text, name);
  const fields = (isObject(config) ? config : {}) as Record<string, unknown>;
  const wrong = Object.entries(FIELDS)
    .filter(([field, [, fits]]) => !fits(fields[field]))
    .map(([field, [need]]) => {
      const got = JSON.stringify(fields[field])?.slice(0, 40) ?? "missing";
      return `${field} ${got}, not ${need}`;
    });
  if (wrong.length > 0) {
    throw new SyntaxError(
      `Cannot read ${name} as it must be a translator's configuration: got ${
        wrong.join("; ")
      }`,
    );
  }
  return fields as unknown as TranslatorConfig;
}

/**
 * Refuses a model whose numbers of ids are not those of its tokenizers.
 *
 * @param model Its configuration.
 * @param sizes Numbers of ids of the tokenizers.
 * @param action What can't be done otherwise, for the message.
 * @throws {RangeError} If one differs; names it.
 */
export function checkSizes(
  model: TransformerConfig,
  { source, target }: {
    readonly source: { readonly size: number };
    readonly target: { readonly size: number };
  },
  action: string,
): void {
  const { sourceSize, targetSize } = model;
  const wrong = differingFields({ sourceSize, targetSize }, {
    sourceSize: source.size,
    targetSize: target.size,
  });
  if (wrong.length === 0) return;
  throw new RangeError(
    `Cannot ${action} as the model must have the ids of its tokenizers: got ${
      wrong.join(", ")
    }`,
  );
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
