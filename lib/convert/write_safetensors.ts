import type { tf } from "../engine/tf.ts";
import { checkNamed } from "../error/check_named.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import {
  isTexts,
  LENGTH_BYTES,
  METADATA,
  OFFSETS,
} from "./safetensors_format.ts";

/** How tensors are written. */
export interface WriteSafetensorsOptions {
  /** Whether float32 is written as float16, in half the bytes; not by default. */
  readonly half?: boolean;
}

/** What the header says of a tensor. */
interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly [OFFSETS]: [number, number];
}

/**
 * The bytes of a file of tensors in the safetensors format, with the values that they
 * have at the call, whatever a training does meanwhile.
 *
 * @param tensors Tensors of type float32, int32 or bool, by name.
 * @param metadata Texts to keep with them, by name.
 * @param options Whether to write float16, rounded to 11 bits.
 * @returns The whole file.
 * @throws {TypeError} If tensors do not come by name, one has another type, the
 * metadata are no texts, or there is no option of a name that was given.
 * @throws {RangeError} If a tensor is called `__metadata__`, or a finite value would
 * be infinite as a float16.
 *
 * @see https://github.com/huggingface/safetensors, "Format".
 *
 * @example
 * ```ts
 * import { readSafetensors, tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = await writeSafetensors({ a: tf.tensor1d([1, 2]) }, { from: "me" });
 * const { tensors, metadata } = readSafetensors(bytes);
 * assertEquals([...tensors.a.dataSync()], [1, 2]);
 * assertEquals(metadata, { from: "me" });
 * ```
 */
export async function writeSafetensors(
  tensors: Readonly<Record<string, tf.Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
  options: WriteSafetensorsOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkNamed("write tensors", tensors, "{ a: tf.ones([2]) }");
  if (!isTexts(metadata)) {
    throw new TypeError(
      `Cannot write tensors as their metadata must be texts: got ${
        JSON.stringify(metadata)
      }`,
    );
  }
  checkOptionNames("write tensors", options, ["half"]);
  const { half = false } = options;
  const entries = Object.entries(tensors);
  const types = entries.map(([name, { dtype }]) => {
    if (name === METADATA) {
      throw new RangeError(
        `Cannot write tensors as none may be called ${METADATA}: got one`,
      );
    }
    const type = { float32: "F32", int32: "I32", bool: "BOOL" }[
      dtype as string
    ];
    if (type !== undefined) return type;
    throw new TypeError(
      `Cannot write tensors as ${name} must be of type float32, int32 or bool: got ${dtype}`,
    );
  });
  // all are read before anything else goes on: a training may change them meanwhile
  const values = await Promise.all(entries.map(([, tensor]) => tensor.data()));
  const header: Record<string, Entry | Record<string, string>> = {};
  if (Object.keys(metadata).length > 0) header[METADATA] = { ...metadata };
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [i, [name, { shape }]] of entries.entries()) {
    const data = values[i];
    const halved = half && types[i] === "F32";
    const { buffer, byteOffset, byteLength } = halved
      ? halves(data as Float32Array, name)
      : data;
    parts.push(new Uint8Array(buffer, byteOffset, byteLength));
    header[name] = {
      dtype: halved ? "F16" : types[i],
      shape: [...shape],
      [OFFSETS]: [end, end += byteLength],
    };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / 8) * 8; // so that the data are aligned
  const bytes = new Uint8Array(LENGTH_BYTES + length + end);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  bytes.set(text, LENGTH_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  let at = LENGTH_BYTES + length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The nearest float16 of each value, in the order of bytes that the format has. */
function halves(values: Float32Array, name: string): Uint8Array {
  const rounded = new Float16Array(values);
  for (let i = 0; i < rounded.length; i++) {
    if (Number.isFinite(rounded[i]) || !Number.isFinite(values[i])) continue;
    throw new RangeError(
      `Cannot write tensors as float16 as the values of ${name} must be in [-65504, 65504]: got ${
        values[i]
      }`,
    );
  }
  return new Uint8Array(rounded.buffer);
}
