import { assert, assertEquals, assertThrows } from "@std/assert";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { LanguageModel } from "../../lib/model/language_model.ts";
import {
  LANGUAGE_MODELS,
  languageModelOf,
  wholeParameters,
} from "../../lib/task/language_models.ts";

/** What the task takes without options. */
const DENSE = {
  vocabularySize: 66,
  width: 128,
  hidden: 512,
  layers: 2,
  heads: 4,
  maxPositions: 64,
};

Deno.test("languageModelOf() gives models of a tenth that come near to it", async () => {
  await useBackend("cpu");
  const budget = Math.floor(wholeParameters(DENSE) / 10);
  const counts = LANGUAGE_MODELS.map((kind) => {
    const model = new LanguageModel(languageModelOf(kind, DENSE, budget));
    const count = model.countParams();
    model.dispose();
    return count;
  });
  assertEquals(counts, [405_314, 38_562, 34_554]); // README has them
  assertEquals(counts[0], wholeParameters(DENSE));
  for (const count of counts.slice(1)) {
    assert(count <= budget && count > 0.8 * budget, `${count} of ${budget}`);
  }
});

Deno.test("languageModelOf() refuses a budget that no narrow model keeps", () => {
  const error = assertThrows(
    () => languageModelOf("narrow", DENSE, 100),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a narrow model as it must have at least 826 parameters: got a budget of 100",
  );
});

Deno.test("languageModelOf() makes narrow models of an even width for odd heads", () => {
  const odd = { ...DENSE, heads: 3, width: 96 };
  const budget = wholeParameters(odd);
  for (const share of [0.9, 0.5, 0.3, 0.1]) {
    const { width } = languageModelOf("narrow", odd, share * budget);
    assertEquals(width % 6, 0, `${width}`);
  }
});
