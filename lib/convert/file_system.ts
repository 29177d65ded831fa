import { basename, dirname, isAbsolute, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { tf } from "../engine/tf.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { inTurn } from "./in_turn.ts";
import { writeAtomically } from "./write_atomically.ts";

/** The name of the file that describes a model; its weights lie beside it. */
const MODEL = "model.json";

/** The end of a name that weights are saved under: by their content, so that none is overwritten. */
const WEIGHTS = /^weights-[0-9a-f]{16}\.bin$/;

/**
 * Save models of TensorFlow.js to a folder, and load them from there.
 *
 * The folder gets `model.json` and a file of weights, the format of TensorFlow.js, so
 * browsers and `tfjs-node` read it too. The new weights are whole on disk before
 * `model.json` is renamed to name them: a crash leaves the model that was there. In one
 * program saves and loads of the same file wait for each other.
 * `model.save("file://FOLDER")` and `tf.loadLayersModel("file://FOLDER")` come here.
 *
 * @param path The folder, or the JSON file in it; several models may share a folder.
 * @returns A handler for `model.save()` and `tf.loadLayersModel()`. Loading throws
 *   `Deno.errors.NotFound` if there is no such file, `SyntaxError` if `model.json` is
 *   damaged and `RangeError` if the weights are not as long as it says.
 * @throws {TypeError} If `path` is no string.
 *
 * @example
 * ```ts ignore
 * await model.save(fileSystem("my-model"));
 * const same = await tf.loadLayersModel(fileSystem("my-model"));
 * ```
 */
export function fileSystem(path: string): tf.io.IOHandler {
  if (typeof path !== "string") {
    const needed = 'a string such as "my-model"';
    throw wrongKind("save or load a model", "path", needed, path);
  }
  const file = path.endsWith(".json") ? path : join(path, MODEL);
  const place = normalize(file);
  return {
    save: (artifacts) => inTurn(place, () => save(file, artifacts)),
    load: () => inTurn(place, () => load(file)),
  };
}

async function save(
  file: string,
  artifacts: tf.io.ModelArtifacts,
): Promise<tf.io.SaveResult> {
  const folder = dirname(file);
  const { weightData, weightSpecs, ...rest } = artifacts;
  const data = new Uint8Array(
    tf.io.CompositeArrayBuffer.join(weightData as ArrayBuffer | undefined),
  );
  const digest = await crypto.subtle.digest("SHA-256", data);
  const own = prefixOf(file);
  const name = `${own}weights-${new Uint8Array(digest, 0, 8).toHex()}.bin`;
  await Deno.mkdir(folder, { recursive: true });
  await writeAtomically(join(folder, name), data);
  const description = {
    ...rest,
    weightsManifest: [{ paths: [name], weights: weightSpecs ?? [] }],
  };
  await writeAtomically(file, JSON.stringify(description));
  for await (const { name: other } of Deno.readDir(folder)) {
    const isOwn = other.startsWith(own) &&
      WEIGHTS.test(other.slice(own.length));
    if (isOwn && other !== name) {
      // on Windows not while another program has it open: the next save does it
      await Deno.remove(join(folder, other)).catch(() => {});
    }
  }
  return {
    modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts),
  };
}

/** What names of weights begin with, so that models in one folder don't share them. */
function prefixOf(file: string): string {
  const name = basename(file);
  return name === MODEL ? "" : `${name.slice(0, -".json".length)}.`;
}

async function load(file: string): Promise<tf.io.ModelArtifacts> {
  const text = await there(file, Deno.readTextFile(file));
  let description: tf.io.ModelJSON;
  try {
    description = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `Cannot load the model as ${file} must be JSON: ${
        (error as Error).message
      }`,
    );
  }
  if (!description?.modelTopology || !isManifest(description.weightsManifest)) {
    throw new SyntaxError(
      `Cannot load the model as ${file} must have a modelTopology and a weightsManifest`,
    );
  }
  return await tf.io.getModelArtifactsForJSON(
    description,
    async (manifest) => {
      const specs = manifest.flatMap(({ weights }) => weights);
      const paths = manifest.flatMap(({ paths }) => paths);
      const parts = await Promise.all(
        paths.map((path) => {
          const weights = beside(file, path);
          return there(weights, Deno.readFile(weights));
        }),
      );
      const data = tf.io.CompositeArrayBuffer.join(
        parts.map((part) => part.buffer),
      );
      const expected = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
      if (data.byteLength !== expected) {
        throw new RangeError(
          `Cannot load the model as ${
            paths.join(", ")
          } must have ${expected} bytes: got ${data.byteLength}`,
        );
      }
      return [specs, data];
    },
  );
}

/** What is read of a file that must be there. */
async function there<T>(path: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    const { NotADirectory, NotFound } = Deno.errors;
    const isNone = cause instanceof NotFound || cause instanceof NotADirectory;
    if (!isNone) throw cause;
    throw new NotFound(
      `Cannot load the model as there must be a file ${path}: got none`,
      { cause },
    );
  }
}

/** Where a file of weights is, beside the model's or in a folder there. */
function beside(file: string, path: string): string {
  if (isAbsolute(path) || /^\.\.(?![^/\\])/.test(normalize(path))) {
    throw new RangeError(
      `Cannot load the model as the paths of ${file} must stay in its folder: got ${path}`,
    );
  }
  return join(dirname(file), path);
}

/** Whether it is a list of files and of the weights in them; their sizes are checked later. */
function isManifest(value: unknown): value is tf.io.WeightsManifestConfig {
  return Array.isArray(value) &&
    value.every((group) =>
      Array.isArray(group?.paths) && Array.isArray(group.weights) &&
      group.paths.every((path: unknown) => typeof path === "string") &&
      group.weights.every((
        weight: Partial<tf.io.WeightsManifestEntry> | null,
      ) => typeof weight?.name === "string" && Array.isArray(weight.shape))
    );
}

const BYTES: Readonly<Record<string, number>> = {
  float16: 2,
  float32: 4,
  int32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

function bytesOf(
  { name, shape, dtype, quantization }: tf.io.WeightsManifestEntry,
) {
  const bytes = BYTES[quantization?.dtype ?? dtype];
  const whole = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (bytes === undefined || !whole) {
    throw new RangeError(
      `Cannot load the model as the weight ${name} must have a numeric type and sizes >= 0: got ${dtype} [${shape}]`,
    );
  }
  return bytes * tf.util.sizeFromShape(shape);
}

/** Leads URLs of files to the handler. */
function route(url: string | string[]): tf.io.IOHandler {
  const [address] = [url].flat();
  if (!address.startsWith("file://")) return null as unknown as tf.io.IOHandler;
  return fileSystem(pathOf(address));
}

function pathOf(address: string): string {
  // tfjs-node also takes what is no URL, or would be cut off: file://./folder, file:///run#1
  if (address.startsWith("file:///") && !/[?#]/.test(address)) {
    try {
      return fileURLToPath(address);
    } catch {
      // a path with a percent sign, such as file:///50%off
    }
  }
  return address.slice(7);
}

tf.io.registerSaveRouter(route);
tf.io.registerLoadRouter(route);
