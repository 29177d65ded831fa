import { checkList } from "../error/check_list.ts";
import { byCodePoint } from "./by_code_point.ts";

/**
 * Ids of single characters (code points), from 1 on; 0 stays free for padding.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const vocabulary = CharacterVocabulary.of("abba cab");
 * assertEquals(vocabulary.encode("cab"), [4, 2, 3]);
 * assertEquals(vocabulary.decode([4, 2, 3]), "cab");
 * assertEquals(vocabulary.size, 5);
 * ```
 */
export class CharacterVocabulary {
  /** The characters, in the order of their ids, the first of which is 1. */
  readonly characters: string;
  readonly #known: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  /**
   * A vocabulary of given characters.
   *
   * @param characters In the order of their ids.
   * @throws {RangeError} If one stands twice.
   * @throws {TypeError} If they are no text.
   */
  constructor(characters: string) {
    checkCharacters("make a vocabulary", characters);
    this.characters = characters;
    this.#known = [...characters];
    this.#ids = new Map(this.#known.map((character, i) => [character, i + 1]));
    if (this.#ids.size < this.#known.length) {
      const twice = this.#known.find((one, i) => this.#ids.get(one) !== i + 1);
      throw new RangeError(
        `Cannot make a vocabulary as its characters must differ: got ${
          JSON.stringify(twice)
        } twice`,
      );
    }
  }

  /**
   * The characters of a text, by code point.
   *
   * @param text Any text.
   * @returns The vocabulary.
   * @throws {TypeError} If it is no text.
   */
  static of(text: string): CharacterVocabulary {
    checkCharacters("make a vocabulary", text);
    return new CharacterVocabulary(
      [...new Set(text)].sort(byCodePoint).join(""),
    );
  }

  /** Number of ids, padding included. */
  get size(): number {
    return this.#known.length + 1;
  }

  /**
   * Ids of a text's characters.
   *
   * @param text Characters of the vocabulary alone.
   * @returns One id a character, in `[1, size)`.
   * @throws {RangeError} If a character is not in the vocabulary; names it.
   * @throws {TypeError} If it is no text.
   */
  encode(text: string): number[] {
    checkCharacters("encode a text", text);
    return Array.from(text, (character) => {
      const id = this.#ids.get(character);
      if (id !== undefined) return id;
      throw new RangeError(
        `Cannot encode a text as it must have known characters only: got ${
          JSON.stringify(character)
        }`,
      );
    });
  }

  /**
   * The text of ids.
   *
   * @param ids Ids in `[0, size)`; padding is left out.
   * @returns The text.
   * @throws {TypeError} If they are no list.
   */
  decode(ids: ArrayLike<number>): string {
    checkList("decode ids", "ids", ids, "an array of ids");
    const characters = Array.from(
      ids,
      (id) => id === 0 ? "" : this.#known[id - 1],
    );
    return characters.join("");
  }
}

/** Refuses what is no text; a list of characters is one too. */
function checkCharacters(action: string, text: unknown): void {
  if (typeof text !== "string") checkList(action, "text", text, "a string");
}
