import { wrongKind } from "../error/wrong_kind.ts";
import { product } from "../shape/product.ts";

/** Contents of an IDX file. */
export interface IdxArray {
  /** Sizes of the axes: `[images, rows, columns]` of pictures, `[labels]` of labels. */
  readonly shape: readonly number[];
  /** The numbers, row-major. */
  readonly values:
    | Uint8Array
    | Int8Array
    | Int16Array
    | Int32Array
    | Float32Array
    | Float64Array;
}

const GETTERS = {
  0x08: { size: 1, of: Uint8Array, read: "getUint8" },
  0x09: { size: 1, of: Int8Array, read: "getInt8" },
  0x0b: { size: 2, of: Int16Array, read: "getInt16" },
  0x0c: { size: 4, of: Int32Array, read: "getInt32" },
  0x0d: { size: 4, of: Float32Array, read: "getFloat32" },
  0x0e: { size: 8, of: Float64Array, read: "getFloat64" },
} as const;

/**
 * Numbers of an IDX file, the format of MNIST and its relatives.
 *
 * It is two zeros, a byte for the type, one for the number of axes, their sizes as
 * 32-bit integers, then the numbers, all big-endian.
 *
 * @param bytes The file, decompressed.
 * @returns Shape and values.
 * @throws {SyntaxError} If it does not begin as such a file or has another length than
 *   its sizes say.
 * @throws {TypeError} If it is no array of bytes.
 *
 * @see LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
 *
 * @example Two labels
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { shape, values } = parseIdx(
 *   new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 7, 3]),
 * );
 * assertEquals(shape, [2]);
 * assertEquals([...values], [7, 3]);
 * ```
 */
export function parseIdx(bytes: Uint8Array): IdxArray {
  if (!ArrayBuffer.isView(bytes)) {
    throw wrongKind("parse an IDX file", "it", "a Uint8Array", bytes);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cannot = (reason: string) =>
    new SyntaxError(`Cannot parse an IDX file as ${reason}`);
  const type = bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0
    ? undefined
    : GETTERS[bytes[2] as keyof typeof GETTERS];
  if (!type) {
    const start = [...bytes.subarray(0, 4)].join(", ");
    throw cannot(
      `it must begin with 0, 0, a type and the number of axes: got ${start}`,
    );
  }
  const axes = bytes[3];
  const header = 4 + 4 * axes;
  if (bytes.length < header) {
    throw cannot(
      `it must have ${header} bytes of sizes at least: got ${bytes.length}`,
    );
  }
  const shape = Array.from(
    { length: axes },
    (_, i) => view.getUint32(4 + 4 * i),
  );
  const count = product(shape);
  const length = header + count * type.size;
  if (bytes.length !== length) {
    throw cannot(
      `it must have ${length} bytes for [${
        shape.join(", ")
      }]: got ${bytes.length}`,
    );
  }
  const values = new type.of(count);
  for (let i = 0; i < count; i++) {
    values[i] = view[type.read](header + i * type.size);
  }
  return { shape, values };
}
