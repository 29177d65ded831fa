import type { JsonValue } from "./checkpoint.ts";

/**
 * Where two configurations differ, for a message.
 *
 * @param got The configuration that there is.
 * @param need The one that is needed.
 * @param path Where they lie in larger ones; empty at the top.
 * @returns Such as `"model.width 128, not 256"`; none if they are the same.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const fields = differingFields({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } });
 * assertEquals(fields, ["a.c 2, not 3"]);
 * ```
 */
export function differingFields(
  got: JsonValue | undefined,
  need: JsonValue | undefined,
  path = "",
): string[] {
  if (isRecord(got) && isRecord(need)) {
    const keys = new Set([...Object.keys(got), ...Object.keys(need)]);
    return [...keys].flatMap((key) =>
      differingFields(got[key], need[key], path ? `${path}.${key}` : key)
    );
  }
  const [a, b] = [got, need].map((value) => JSON.stringify(value));
  if (a === b) return [];
  if (Array.isArray(got) && Array.isArray(need)) {
    const place = [...got, ...need].findIndex((_, i) =>
      JSON.stringify(got[i]) !== JSON.stringify(need[i])
    );
    return differingFields(got[place], need[place], `${path}[${place}]`);
  }
  return [`${path || "all"} ${a ?? "missing"}, not ${b ?? "missing"}`];
}

function isRecord(
  value: JsonValue | undefined,
): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
