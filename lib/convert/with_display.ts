/** Under this symbol Deno's Jupyter kernel looks for what to show of a value. */
const DISPLAY = Symbol.for("Jupyter.display");

/** Under this symbol `console.log` and `Deno.inspect` do. */
const INSPECT = Symbol.for("Deno.customInspect");

/** What a notebook shows of a value, by media type. */
export type Bundle = Readonly<Record<string, unknown>>;

/** What a value says of itself, in words. */
type Text<T> = (this: T) => unknown;

/**
 * Hangs a display method on an object, where loops over its keys don't see it, and one
 * that says the same in words to `console.log`.
 *
 * A method for `console.log` that the object has of its own stays.
 *
 * @param value The object, or a prototype.
 * @param display Answers what to show; called on the object.
 * @param text Answers what to print; by default the display's `text/plain`, for which
 *   the display must not be a promise.
 * @returns The object.
 */
export function withDisplay<T extends object>(
  value: T,
  display: (this: T) => Bundle | Promise<Bundle>,
  text: Text<T> = function () {
    return (display.call(this) as Bundle)["text/plain"];
  },
): T {
  const hidden = { configurable: true, writable: true };
  Object.defineProperty(value, DISPLAY, { ...hidden, value: display });
  if (Object.hasOwn(value, INSPECT)) return value;
  return Object.defineProperty(value, INSPECT, {
    ...hidden,
    value(this: T, _: unknown, place: { indentationLvl?: number } = {}) {
      return nested(textOf(this, text), place.indentationLvl ?? 0);
    },
  });
}

/**
 * What a notebook shows of a value that has a display.
 *
 * @param value A figure, a table, a layer, a model or its summary.
 * @returns Its bundle.
 */
export function displayBundle(value: object): Bundle | Promise<Bundle> {
  return (value as Record<symbol, () => Bundle | Promise<Bundle>>)[DISPLAY]();
}

/** The text, or the class of what has none, such as a prototype: printing must not throw. */
function textOf<T extends object>(value: T, text: Text<T>): string {
  try {
    return `${text.call(value)}`;
  } catch {
    return `[${value.constructor?.name ?? "object"}]`;
  }
}

/** Lines of text inside of another value begin below its key, and stand as deep as it does. */
function nested(text: string, depth: number): string {
  if (depth === 0 || !text.includes("\n")) return text;
  const margin = `\n${" ".repeat(depth + 2)}`;
  return margin + text.replaceAll("\n", margin);
}
