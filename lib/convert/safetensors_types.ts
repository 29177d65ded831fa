/** How the numbers of a type are read. */
export interface ElementType {
  readonly bytes: number;
  readonly dtype: "float32" | "int32" | "bool";
  /** Numbers of bytes, little-endian as every machine that Deno runs on. */
  values(
    data: ArrayBufferLike,
    refused: (need: string, got: unknown) => Error,
  ): Float32Array | Int32Array | Uint8Array;
}

/** How the numbers of each type are read; all become float32, int32 or bool. */
export const TYPES: Readonly<Record<string, ElementType>> = {
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

/** Whole numbers that an int32 holds. */
function int64(
  data: ArrayBufferLike,
  refused: (need: string, got: unknown) => Error,
): Int32Array {
  const halves = new Int32Array(data); // the lower one first
  const values = new Int32Array(halves.length / 2);
  for (let i = 0; i < values.length; i++) {
    values[i] = halves[2 * i];
    if (halves[2 * i + 1] === values[i] >> 31) continue; // all bits are the sign
    throw refused("must be in [-2^31, 2^31)", new BigInt64Array(data)[i]);
  }
  return values;
}

/** Numbers of which the upper halves are there, those of float32. */
function bfloat16(data: ArrayBufferLike): Float32Array {
  const bits = new Uint32Array(new Uint16Array(data));
  for (let i = 0; i < bits.length; i++) bits[i] <<= 16;
  return new Float32Array(bits.buffer);
}
