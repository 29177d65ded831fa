import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import {
  fingerprint,
  parseTranslatorConfig,
} from "../../lib/train/translator_config.ts";

Deno.test("parseTranslatorConfig() names every field that is wrong", () => {
  const message = (text: string) =>
    assertThrows(() => parseTranslatorConfig(text, "a.json"), SyntaxError)
      .message;
  const cannot =
    "Cannot read a.json as it must be a translator's configuration";
  assertEquals(
    message("[]"),
    `${cannot}: got format missing, not "kronlab translator 1"; tokenizer missing, not "words" or "subwords"; lowerCase missing, not true or false; model missing, not an object; source missing, not a tokenizer; target missing, not a tokenizer`,
  );
  assertEquals(message("null"), message("{}"));
  const fields = {
    format: "kronlab translator 1",
    tokenizer: "letters",
    lowerCase: 1,
    model: [],
    source: [],
    target: [],
  };
  assertEquals(
    message(JSON.stringify(fields)),
    `${cannot}: got tokenizer "letters", not "words" or "subwords"; lowerCase 1, not true or false; model [], not an object`,
  );
});

Deno.test("fingerprint() tells configurations apart, whatever their layout", async () => {
  const text = '{"a":  [1,\n2]}';
  assertEquals(
    await fingerprint(JSON.parse(text)),
    await fingerprint({ a: [1, 2] }),
  );
  assertNotEquals(
    await fingerprint({ a: [1, 2] }),
    await fingerprint({ a: [2, 1] }),
  );
  // sha256sum of the two letters "[]"
  assertEquals(
    await fingerprint([]),
    "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
  );
});
