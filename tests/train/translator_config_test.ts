import { assertEquals, assertThrows } from "@std/assert";
import { parseTranslatorConfig } from "../../lib/train/translator_config.ts";

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
