import { readSafetensors } from "../convert/safetensors.ts";
import { tf } from "../engine/tf.ts";
import { differingFields } from "./differing_fields.ts";

/**
 * Gives weights the values of a file in the safetensors format.
 *
 * @param weights Weights by name; unchanged if the file does not fit.
 * @param bytes The whole file.
 * @param options `name`: what error messages call it, such as its path.
 * @returns The file's notes.
 * @throws {SyntaxError} If the file is damaged or cut off.
 * @throws {RangeError} If it lacks a weight or has one of another shape or type; names
 * them.
 */
export function assignWeights(
  weights: Readonly<Record<string, tf.Variable>>,
  bytes: Uint8Array,
  { name }: { readonly name: string },
): Record<string, string> {
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
