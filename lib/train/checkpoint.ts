import { ifThere } from "../convert/if_there.ts";
import { parseJson } from "../convert/parse_json.ts";
import { readSafetensors } from "../convert/read_safetensors.ts";
import { writeSafetensors } from "../convert/write_safetensors.ts";
import { writeAtomically } from "../convert/write_atomically.ts";
import { tf } from "../engine/tf.ts";
import { differingFields } from "./differing_fields.ts";

/** Anything that JSON holds. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** All that a training run needs to go on as if it had never stopped. */
export interface Checkpoint<State> {
  /** What the run was started with; another run can't go on from it. */
  readonly config: JsonValue;
  /** Where the run is: steps, position in the data, states of random sequences. */
  readonly state: State;
  /** Weights and what the optimizer remembers, by name. */
  readonly tensors: Readonly<Record<string, tf.Tensor>>;
}

/** What the format is called in a file's notes. */
const FORMAT = "kronlab checkpoint 1";

/**
 * Writes a checkpoint: one file, in the safetensors format, either whole or not at all.
 *
 * @param path Where to; its folder must exist.
 * @param checkpoint What to write.
 */
export async function writeCheckpoint<State extends JsonValue>(
  path: string,
  { config, state, tensors }: Checkpoint<State>,
): Promise<void> {
  const bytes = await writeSafetensors(tensors, {
    format: FORMAT,
    config: JSON.stringify(config),
    state: JSON.stringify(state),
  });
  await writeAtomically(path, bytes);
}

/**
 * Reads a checkpoint of a run with the same configuration.
 *
 * @param path The file.
 * @param config What the run that goes on is started with.
 * @returns The checkpoint, whose tensors the caller disposes; nothing if there is no
 * such file.
 * @throws {SyntaxError} If the file is damaged, cut off or no checkpoint.
 * @throws {RangeError} If it is of another configuration; names all fields that differ.
 */
export async function readCheckpoint<State extends JsonValue>(
  path: string,
  config: JsonValue,
): Promise<Checkpoint<State> | undefined> {
  const bytes = await ifThere(Deno.readFile(path));
  if (!bytes) return undefined;
  const { tensors, metadata } = readSafetensors(bytes, path);
  try {
    if (metadata.format !== FORMAT) {
      throw new SyntaxError(
        `Cannot read ${path} as its format must be "${FORMAT}": got ${
          JSON.stringify(metadata.format)
        }`,
      );
    }
    const note = (name: string) =>
      parseJson(metadata[name] ?? "", `${name} in ${path}`) as JsonValue;
    const [saved, state] = [note("config"), note("state") as State];
    const others = differingFields(saved, JSON.parse(JSON.stringify(config)));
    if (others.length > 0) {
      throw new RangeError(
        `Cannot go on from ${path} as its configuration must be the same: got ${
          others.join(", ")
        }`,
      );
    }
    return { config: saved, state, tensors };
  } catch (error) {
    tf.dispose(tensors);
    throw error;
  }
}
