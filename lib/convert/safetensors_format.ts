/** Where the header says which bytes a tensor has. */
export const OFFSETS = "data_offsets";

/** The first bytes, which hold the length of the header. */
export const LENGTH_BYTES = 8;

/** Where the header keeps texts. */
export const METADATA = "__metadata__";

/** Whether a value is an object of texts, as the metadata are. */
export function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) &&
    Object.values(value).every((text) => typeof text === "string");
}

/** Whether a value is an object, as the header and its entries are. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
