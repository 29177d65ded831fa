import { checkObject } from "../error/check_object.ts";
import { checkStackConfig, type StackConfig } from "./stack_config.ts";

/** What a {@linkcode Transformer} is made of. */
export interface TransformerConfig extends StackConfig {
  /** Number of ids of the source; 0 is padding. */
  readonly sourceSize: number;
  /** Number of ids of the target; 0 is padding. */
  readonly targetSize: number;
  /** Layers of the encoder. */
  readonly encoderLayers: number;
  /** Layers of the decoder. */
  readonly decoderLayers: number;
  /** Whether source and target have one embedding; not by default. */
  readonly sharedEmbedding?: boolean;
}

/** What can't be done with a wrong configuration. */
export const ACTION = "make a Transformer";

/**
 * Refuses a configuration that no model can be made of.
 *
 * @param config Sizes.
 * @throws {RangeError} If {@linkcode checkStackConfig} refuses it, a size is not an
 * integer >= 1, or embeddings of two sizes are to be shared.
 * @throws {TypeError} If it is no object, or there is no option of a name that was given.
 */
export function checkTransformerConfig(config: TransformerConfig): void {
  checkObject(ACTION, "its options", config);
  const { sourceSize, targetSize, encoderLayers, decoderLayers } = config;
  const sizes = { sourceSize, targetSize, encoderLayers, decoderLayers };
  checkStackConfig(ACTION, config, sizes, ["sharedEmbedding"]);
  if (config.sharedEmbedding && sourceSize !== targetSize) {
    throw new RangeError(
      `Cannot ${ACTION} as sourceSize and targetSize must be equal to share an embedding: got ${sourceSize} and ${targetSize}`,
    );
  }
}
