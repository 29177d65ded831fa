import { readSafetensors } from "../convert/safetensors.ts";
import { tf } from "../engine/tf.ts";
import { differingFields } from "./differing_fields.ts";

/**
 * Gives weights the values of a file in the safetensors format.
 *
 * @param weights Weights by name; unchanged if the file does not fit.
 * @param bytes The whole file; what is in it besides the weights is left alone only if
 * `others` says so.
 * @param options What error messages call the file, and whether it may hold other
 * tensors too.
 * @returns The file's notes.
 * @throws {SyntaxError} If the file is damaged or cut off.
 * @throws {RangeError} If it lacks a weight or has one of another shape; names them.
 */
export function assignWeights(
  weights: Readonly<Record<string, tf.Variable>>,
  bytes: Uint8Array,
  { name, others = false }: {
    readonly name: string;
    readonly others?: boolean;
  },
): Record<string, string> {
  const { tensors, metadata } = readSafetensors(bytes, name);
  try {
    const got = Object.keys(tensors)
      .filter((key) => !others || Object.hasOwn(weights, key));
    const differing = differingFields(
      Object.fromEntries(got.map((key) => [key, shapeOf(tensors[key])])),
      Object.fromEntries(
        Object.entries(weights).map(([key, weight]) => [key, shapeOf(weight)]),
      ),
    );
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

/** As one text, so that a message shows all of it. */
function shapeOf({ shape }: tf.Tensor): string {
  return `[${shape.join(", ")}]`;
}
