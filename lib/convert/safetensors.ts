import { tf } from "../engine/tf.ts";
import { checkList } from "../error/check_list.ts";
import { checkNamed } from "../error/check_named.ts";
import { checkOptionNames, likelyName } from "../error/check_option_names.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { product } from "../shape/product.ts";

/** Tensors by name, and notes about them. */
export interface Safetensors {
  /** Tensors of type float32, int32 or bool; the caller disposes them. */
  readonly tensors: Record<string, tf.Tensor>;
  /** Texts by name. */
  readonly metadata: Record<string, string>;
}

/** How tensors are written. */
export interface WriteSafetensorsOptions {
  /** Whether float32 is written as float16, in half the bytes; not by default. */
  readonly half?: boolean;
}

/** What is read of a file. */
export interface ReadSafetensorsOptions {
  /** Names of the tensors that are wanted; all by default. */
  readonly only?: readonly string[] | undefined;
}

/** How the numbers of each type are read; all become float32, int32 or bool. */
const TYPES: Readonly<Record<string, ElementType>> = {
  F64: converted("float32", Float64Array),
  F32: { bytes: 4, dtype: "float32", values: (data) => new Float32Array(data) },
  F16: converted("float32", Float16Array),
  BF16: { bytes: 2, dtype: "float32", values: bfloat16 },
  I64: { bytes: 8, dtype: "int32", values: int64 },
  I32: { bytes: 4, dtype: "int32", values: (data) => new Int32Array(data) },
  I16: converted("int32", Int16Array),
  I8: converted("int32", Int8Array),
  U8: converted("int32", Uint8Array),
  BOOL: { bytes: 1, dtype: "bool", values: (data) => new Uint8Array(data) },
};

/** A type whose numbers become those of another by themselves. */
function converted(dtype: "float32" | "int32", Numbers: {
  new (data: ArrayBufferLike): ArrayLike<number>;
  readonly "BYTES_PER_ELEMENT": number;
}): ElementType {
  const To = dtype === "float32" ? Float32Array : Int32Array;
  const values = (data: ArrayBufferLike) => new To(new Numbers(data));
  return { bytes: Numbers.BYTES_PER_ELEMENT, dtype, values };
}

interface ElementType {
  readonly bytes: number;
  readonly dtype: "float32" | "int32" | "bool";
  /** Numbers of bytes, little-endian as every machine that Deno runs on. */
  values(
    data: ArrayBufferLike,
    cannot: Cannot,
  ): Float32Array | Int32Array | Uint8Array;
}

/** Where the header says which bytes a tensor has. */
const OFFSETS = "data_offsets";

/** What the header says of a tensor. */
interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly [OFFSETS]: [number, number];
}

/** The first bytes, which hold the length of the header. */
const LENGTH_BYTES = 8;

/** Where the header keeps texts. */
const METADATA = "__metadata__";

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
 * import { tf } from "@kronlab/kronlab";
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

/**
 * Tensors of a file in the safetensors format.
 *
 * No length in the file is believed: all are compared with the bytes that there are.
 * Types that TensorFlow.js lacks are read as the nearest that it has: float64, float16
 * and bfloat16 as float32, and other integers as int32.
 *
 * @param bytes The whole file.
 * @param name What error messages call it, such as its file name.
 * @param options What is wanted of it; of the others, their types don't matter.
 * @returns Tensors and notes.
 * @throws {SyntaxError} If the file is damaged or cut off, an integer is too large for
 * int32, or a type is not one of F64, F32, F16, BF16, I64, I32, I16, I8, U8 and BOOL.
 * @throws {RangeError} If it has no tensor of a name that is wanted.
 * @throws {TypeError} If `bytes` are no bytes, or there is no option of a name that was
 * given.
 *
 * @see https://github.com/huggingface/safetensors, "Format".
 */
export function readSafetensors(
  bytes: Uint8Array,
  name = "the tensors",
  options: ReadSafetensorsOptions = {},
): Safetensors {
  if (!ArrayBuffer.isView(bytes) || bytes instanceof DataView) {
    const needed = "a Uint8Array, such as Deno.readFile() gives";
    throw wrongKind(`read ${name}`, "it", needed, bytes);
  }
  checkOptionNames(`read ${name}`, options, ["only"]);
  if (options.only !== undefined) {
    checkList(`read ${name}`, "only", options.only, "an array of names");
  }
  const only = options.only && Array.from(options.only, String);
  const cannot = (need: string, got: unknown, cause?: unknown) =>
    new SyntaxError(`Cannot read ${name} as ${need}: got ${got}`, { cause });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < LENGTH_BYTES) {
    throw cannot("it must have at least 8 bytes", bytes.length);
  }
  const length = view.getBigUint64(0, true);
  const room = bytes.length - LENGTH_BYTES;
  if (length > BigInt(room)) {
    throw cannot(`its header of ${length} bytes must be whole`, room);
  }
  const start = LENGTH_BYTES + Number(length);
  const { [METADATA]: metadata = {}, ...entries } = header(
    bytes.subarray(LENGTH_BYTES, start),
    cannot,
  );
  if (!isTexts(metadata)) {
    throw cannot("its metadata must be texts", JSON.stringify(metadata));
  }
  const found = Object.entries(entries).map(([key, entry]) =>
    placeOf(key, entry, cannot)
  ).sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const entry of found) {
    if (entry.begin !== end) {
      throw cannot(
        `the data of ${entry.key} must begin at ${end}`,
        entry.begin,
      );
    }
    end = entry.end;
  }
  if (start + end !== bytes.length) {
    throw cannot(`it must have ${start + end} bytes`, bytes.length);
  }
  const missing = only?.find((key) => !Object.hasOwn(entries, key));
  if (missing !== undefined) {
    throw new RangeError(
      `Cannot read ${name} as only must name tensors that it has: got ${missing}${
        likelyName(missing, Object.keys(entries))
      }`,
    );
  }
  const wanted = found
    .filter(({ key }) => only === undefined || only.includes(key))
    .map((entry) => ({ ...entry, type: typeOf(entry, cannot) }));
  const tensors: Record<string, tf.Tensor> = Object.create(null);
  try {
    for (const { key, type, shape, begin, end } of wanted) {
      const from = view.byteOffset + start;
      const data = view.buffer.slice(from + begin, from + end);
      const values = type.values(
        data,
        (need, got) => cannot(`the values of ${key} ${need}`, got),
      );
      tensors[key] = tf.tensor(values, shape, type.dtype);
    }
  } catch (error) {
    tf.dispose({ ...tensors }); // those that were read before
    throw error;
  }
  return { tensors: { ...tensors }, metadata };
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

type Cannot = (need: string, got: unknown, cause?: unknown) => SyntaxError;

/** The header's names and what they stand for, unchecked. */
function header(bytes: Uint8Array, cannot: Cannot): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    );
  } catch (cause) {
    throw cannot("its header must be JSON", (cause as Error).message, cause);
  }
  if (isRecord(value)) return value;
  throw cannot("its header must be an object", JSON.stringify(value));
}

/** What a tensor of the header is, and where its bytes are. */
interface Place {
  readonly key: string;
  readonly dtype: unknown;
  readonly shape: number[];
  readonly begin: number;
  readonly end: number;
}

function placeOf(key: string, entry: unknown, cannot: Cannot): Place {
  const { dtype, shape, [OFFSETS]: offsets } = isRecord(entry) ? entry : {};
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw cannot(
      `${key} must have a shape and two offsets`,
      JSON.stringify(entry),
    );
  }
  const [begin, end] = offsets;
  return { key, dtype, shape, begin, end };
}

/** The type of a tensor that has as many bytes as its shape and type need. */
function typeOf(
  { key, dtype, shape, begin, end }: Place,
  cannot: Cannot,
): ElementType {
  const type = Object.hasOwn(TYPES, String(dtype))
    ? TYPES[String(dtype)]
    : undefined;
  if (type === undefined) {
    throw cannot(
      `the type of ${key} must be one of ${Object.keys(TYPES).join(", ")}`,
      dtype,
    );
  }
  const size = type.bytes * product(shape);
  if (end - begin !== size) {
    throw cannot(`${key} must have ${size} bytes`, end - begin);
  }
  return type;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) &&
    Object.values(value).every((text) => typeof text === "string");
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** Whole numbers that an int32 holds. */
function int64(
  data: ArrayBufferLike,
  cannot: Cannot,
): Int32Array {
  const halves = new Int32Array(data); // the lower one first
  const values = new Int32Array(halves.length / 2);
  for (let i = 0; i < values.length; i++) {
    values[i] = halves[2 * i];
    if (halves[2 * i + 1] === values[i] >> 31) continue; // all bits are the sign
    throw cannot("must be in [-2^31, 2^31)", new BigInt64Array(data)[i]);
  }
  return values;
}

/** Numbers of which the upper halves are there, those of float32. */
function bfloat16(data: ArrayBufferLike): Float32Array {
  const bits = new Uint32Array(new Uint16Array(data));
  for (let i = 0; i < bits.length; i++) bits[i] <<= 16;
  return new Float32Array(bits.buffer);
}
