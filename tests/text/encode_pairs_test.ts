import { assertEquals, assertThrows } from "@std/assert";
import { checkEncodedPairs, encodePairs } from "../../lib/text/encode_pairs.ts";
import { WordTokenizer } from "../../lib/text/word_tokenizer.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const german = new WordTokenizer(["geh", "jetzt", "!"]);
const english = new WordTokenizer(["go", "now", "!"]);
const options = { source: german, target: english };
const pairs = { source: ["Geh jetzt!", "Geh."], target: ["Go now!", "Go!"] };

Deno.test("encodePairs() puts end behind and begin before", () => {
  assertEquals(encodePairs(pairs, options), {
    source: [[4, 5, 6, 3], [4, 1, 3]],
    target: [[2, 4, 5, 6, 3], [2, 4, 6, 3]],
    cut: { source: 0, target: 0 },
  });
});

Deno.test("encodePairs() counts what it cuts", () => {
  const { source, target, cut } = encodePairs(pairs, {
    ...options,
    maxLength: 2,
  });
  assertEquals(source, [[4, 5, 3], [4, 1, 3]]);
  assertEquals(target, [[2, 4, 5, 3], [2, 4, 6, 3]]);
  assertEquals(cut, { source: 1, target: 1 });
});

Deno.test("encodePairs() refuses a limit of nothing", () => {
  const error = assertThrows(
    () => encodePairs(pairs, { ...options, maxLength: 0 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot encode sentences as maxLength must be an integer >= 1: got 0",
  );
});

Deno.test("encodePairs() refuses what are no pairs, tokenizers or options", async () => {
  const made =
    "must be sentences and translations, such as readSentencePairs() gives";
  const tokenizer = "must be a tokenizer, such as WordTokenizer.of() makes";
  const { source, target } = pairs;
  await assertRefusesArguments("encode sentences", encodePairs, [
    [[], `pairs ${made}: got undefined`],
    [[Promise.resolve(pairs), options], `pairs ${made}: got a Promise`],
    [
      [{ source: "Geh!", target }, options],
      'each side must be an array of sentences: got "Geh!"',
    ],
    [[pairs], "its options must be an object: got undefined"],
    [[pairs, {}], `source ${tokenizer}: got undefined`],
    [
      [pairs, { source: german, target: "en" }],
      `target ${tokenizer}: got "en"`,
    ],
  ]);
  await assertRefusesArguments("split a text into words", encodePairs, [
    [
      [{ source: [source], target }, options],
      "text must be a string: got an array",
    ],
  ]);
});

Deno.test("encodePairs() refuses sides of other lengths", () => {
  const words = new WordTokenizer(["a", "b"]);
  assertEquals(
    assertThrows(
      () =>
        encodePairs({ source: ["a"], target: ["b", "a"] }, {
          source: words,
          target: words,
        }),
      RangeError,
    ).message.replace(/^Cannot .* as pairs/, "pairs"),
    "pairs must have as many sources as targets: got 1 and 2",
  );
});

Deno.test("checkEncodedPairs() refuses sides of other lengths", () => {
  const pairs = { source: [[4]], target: [], cut: { source: 0, target: 0 } };
  const { message } = assertThrows(
    () => checkEncodedPairs("train", "pairs", pairs),
    RangeError,
  );
  assertEquals(
    message,
    "Cannot train as pairs must have as many sources as targets: got 1 and 0",
  );
});
