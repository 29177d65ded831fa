/**
 * A value as JSON can hold it: typed arrays, as tensors give them, become arrays.
 *
 * @param value Numbers, texts, arrays, typed arrays and plain objects of these.
 * @returns The same; what had no typed array in it may be copied too.
 */
export function plain<T>(value: T): T {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number>) as T;
  }
  if (Array.isArray(value)) {
    return value.some((item) => typeof item === "object")
      ? value.map(plain) as T
      : value;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, plain(item)]),
  ) as T;
}
