import { readSafetensors } from "../convert/read_safetensors.ts";
import { tf } from "../engine/tf.ts";
import { checkNamed } from "../error/check_named.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { differingFields } from "./differing_fields.ts";

/** How {@linkcode assignWeights} names the file. */
export interface AssignWeightsOptions {
  /** What error messages call it, such as its path; `"the file"` by default. */
  readonly name?: string;
}

/**
 * Gives weights the values of a file in the safetensors format, such as the
 * `best.safetensors` that {@linkcode trainSteps} leaves.
 *
 * @param weights Weights by name, such as a model's; unchanged if the file does not fit.
 * @param bytes The whole file.
 * @param options What to call it.
 * @returns The file's notes.
 * @throws {SyntaxError} If the file is damaged or cut off.
 * @throws {RangeError} If it lacks a weight or has others, or one of another shape or
 * type; names them.
 * @throws {TypeError} If weights do not come by name, `bytes` are no bytes, or there is no
 * option of a name that was given.
 *
 * @example A model in a file, and the same made of the file alone
 * ```ts
 * import {
 *   LanguageModel,
 *   readSafetensors,
 *   writeSafetensors,
 * } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const sizes = { width: 8, heads: 2, hidden: 8, layers: 1, maxPositions: 6 };
 * const model = new LanguageModel({ vocabularySize: 9, seed: 1, ...sizes });
 * const config = JSON.stringify(model.config);
 * const bytes = await writeSafetensors(model.weights, { config });
 *
 * const { metadata } = readSafetensors(bytes, "the model", { only: [] });
 * const again = new LanguageModel(JSON.parse(metadata.config));
 * assignWeights(again.weights, bytes);
 * const name = "words/embeddings";
 * assertEquals(again.weights[name].dataSync(), model.weights[name].dataSync());
 * ```
 */
export function assignWeights(
  weights: Readonly<Record<string, tf.Variable>>,
  bytes: Uint8Array,
  options: AssignWeightsOptions = {},
): Record<string, string> {
  const action = "assign weights";
  checkNamed(action, weights, "a model's weights");
  checkOptionNames(action, options, ["name"]);
  const { name = "the file" } = options;
  const { tensors, metadata } = readSafetensors(bytes, name);
  try {
    const differing = differingFields(shapesOf(tensors), shapesOf(weights));
    if (differing.length > 0) {
      throw new RangeError(
        `Cannot take weights from ${name} as they must be those of the model: got ${
          differing.join(", ")
        }`,
      );
    }
    for (const [key, weight] of Object.entries(weights)) {
      weight.assign(tensors[key]);
    }
    return metadata;
  } finally {
    tf.dispose(tensors);
  }
}

/** Shapes and types by name, each as one text, so that a message shows all of it. */
function shapesOf(
  tensors: Readonly<Record<string, tf.Tensor>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tensors).map(([key, { shape, dtype }]) => {
      const type = dtype === "float32" ? "" : `${dtype} `;
      return [key, `${type}[${shape.join(", ")}]`] as const;
    }),
  );
}
