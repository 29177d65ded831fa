import { tf } from "../engine/tf.ts";
import { likelyName } from "../error/check_option_names.ts";

/** What TensorFlow.js knows by name, each kind by a class that is of it. */
const KINDS: Readonly<Record<string, string>> = {
  activation: "linear",
  initializer: "Zeros",
  regularizer: "L1L2",
  constraint: "NonNeg",
};

/**
 * Reads what TensorFlow.js knows by name, such as `"relu"`, and says in our words which
 * name it does not know.
 *
 * @param read Reads, and throws as TensorFlow.js does.
 * @returns What it read.
 * @throws {RangeError} If there is no activation, initializer, regularizer or constraint of
 * a name; says which there are, and which was probably meant.
 */
export function inOurWords<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const [, kind, name] =
      /^Unknown (\w+): (.*)\. This may/.exec((error as Error).message) ?? [];
    if (!(kind in KINDS)) throw error;
    const names = namesOf(kind);
    throw new RangeError(
      `Cannot make a layer as ${kind} must be one that there is, ${
        names.join(", ")
      }: got ${JSON.stringify(name)}${likelyName(name, names)}`,
      { cause: error },
    );
  }
}

/** Names of a kind as they are written, with a small letter first. */
function namesOf(kind: string): string[] {
  const { classNameMap } = tf.serialization.SerializationMap
    .getMap() as unknown as {
      classNameMap: Readonly<Record<string, [{ prototype: object }]>>;
    };
  const Base = Object.getPrototypeOf(classNameMap[KINDS[kind]][0]);
  return Object.entries(classNameMap)
    .filter(([, [{ prototype }]]) => prototype instanceof Base)
    .map(([name]) =>
      name === "L1L2" ? "l1l2" : name[0].toLowerCase() + name.slice(1)
    );
}
