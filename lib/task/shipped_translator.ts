import { Translator } from "../train/translator.ts";

/** Folder of the trained translator that comes with the project. */
export const SHIPPED_TRANSLATOR = "data/tatoeba_de_en/shapeshifter";

/**
 * Reads a translator, the shipped one if no folder is given.
 *
 * @param folder Where `translate train` or {@linkcode Translator.write} put it.
 * @returns The translator.
 * @throws {Deno.errors.NotFound} If there is none.
 */
export async function readTranslator(folder?: string): Promise<Translator> {
  return await Translator.read(
    folder ?? new URL(`../../${SHIPPED_TRANSLATOR}`, import.meta.url),
  );
}
