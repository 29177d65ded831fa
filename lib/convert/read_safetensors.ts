import { tf } from "../engine/tf.ts";
import { checkList } from "../error/check_list.ts";
import { checkOptionNames, likelyName } from "../error/check_option_names.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { product } from "../shape/product.ts";
import {
  isRecord,
  isTexts,
  LENGTH_BYTES,
  METADATA,
  OFFSETS,
} from "./safetensors_format.ts";
import { type ElementType, TYPES } from "./safetensors_types.ts";

/** Tensors by name, and notes about them. */
export interface Safetensors {
  /** Tensors of type float32, int32 or bool; the caller disposes them. */
  readonly tensors: Record<string, tf.Tensor>;
  /** Texts by name. */
  readonly metadata: Record<string, string>;
}

/** What is read of a file. */
export interface ReadSafetensorsOptions {
  /** Names of the tensors that are wanted; all by default. */
  readonly only?: readonly string[] | undefined;
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
  const found = placesOf(entries, cannot);
  const end = found.at(-1)?.end ?? 0;
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

/** The tensors in the order of their bytes, which leave no gap. */
function placesOf(
  entries: Readonly<Record<string, unknown>>,
  cannot: Cannot,
): Place[] {
  const places = Object.entries(entries)
    .map(([key, entry]) => placeOf(key, entry, cannot))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const place of places) {
    if (place.begin !== end) {
      throw cannot(
        `the data of ${place.key} must begin at ${end}`,
        place.begin,
      );
    }
    end = place.end;
  }
  return places;
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

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
