import { tf } from "../engine/tf.ts";
import { likelyName } from "../error/check_option_names.ts";

/**
 * Reads what TensorFlow.js knows by name, such as `"relu"`, and says in our words which
 * name it does not know.
 *
 * @param read Reads, and throws as TensorFlow.js does.
 * @returns What it read.
 * @throws {RangeError} If there is no activation, initializer, regularizer or constraint of
 * a name; says which was probably meant.
 */
export function inOurWords<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const [, kind, name] =
      /^Unknown (\w+): (\S+)\. This may/.exec((error as Error).message) ?? [];
    if (name === undefined) throw error;
    const names = namesOf(kind);
    throw new RangeError(
      `Cannot make a layer as ${kind} must be one that there is${
        kind === "activation" ? `, ${names.join(", ")}` : ""
      }: got ${JSON.stringify(name)}${likelyName(name, names)}`,
      { cause: error },
    );
  }
}

/** Names of activations, which begin with a small letter, or of all else, so written. */
function namesOf(kind: string): string[] {
  const map = tf.serialization.SerializationMap.getMap() as unknown as {
    readonly classNameMap: Readonly<Record<string, unknown>>;
  };
  const classes = Object.keys(map.classNameMap);
  const activations = classes.filter((name) => /^[a-z]/.test(name));
  return kind === "activation" ? activations : classes
    .filter((name) => !activations.includes(name))
    .map((name) => name[0].toLowerCase() + name.slice(1));
}
