import { assertEquals, assertThrows } from "@std/assert";
import {
  type Subwords,
  SubwordTokenizer,
} from "../../lib/text/subword_tokenizer.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const parts = ["▁", "l", "o", "w", "e", "r", "lo", "low", "▁low", "er"];
const merges: [string, string][] = [
  ["l", "o"],
  ["lo", "w"],
  ["▁", "low"],
  ["e", "r"],
];
const tokenizer = new SubwordTokenizer({ parts, merges });

Deno.test("SubwordTokenizer joins parts in the order they were learned", () => {
  assertEquals(tokenizer.size, 14);
  assertEquals(tokenizer.encode("Lower low"), [12, 13, 12]);
  assertEquals(tokenizer.decode([2, 12, 13, 12, 3, 4]), "lower low");
});

Deno.test("SubwordTokenizer has one id for what it never saw", () => {
  assertEquals(tokenizer.encode("lox"), [4, 10, 1]);
  assertEquals(tokenizer.decode([4, 10, 1]), "lo\ufffd");
  assertEquals(tokenizer.decode(Int32Array.of(4, 10, 1)), "lo\ufffd");
});

Deno.test("SubwordTokenizer takes no text for a special part", () => {
  const ids = tokenizer.encode(" begin <end> [PAD]");
  assertEquals(ids.filter((id) => id === 0 || id === 2 || id === 3), []);
});

Deno.test("SubwordTokenizer comes back from its JSON", () => {
  const twin = new SubwordTokenizer(JSON.parse(JSON.stringify(tokenizer)));
  assertEquals(twin.encode("lower"), tokenizer.encode("lower"));
});

Deno.test("SubwordTokenizer refuses parts that don't fit", () => {
  assertEquals(
    assertThrows(
      () => new SubwordTokenizer({ parts: ["a", "a"], merges: [] }),
      RangeError,
    ).message,
    'Cannot make a tokenizer as its parts must differ: got "a" twice',
  );
  assertEquals(
    assertThrows(
      () => new SubwordTokenizer({ parts: ["a", "b"], merges: [["a", "b"]] }),
      RangeError,
    ).message,
    'Cannot make a tokenizer as a merge must be of parts and give one: got "a" and "b"',
  );
});

Deno.test("SubwordTokenizer tells upper from lower case if it is told to", () => {
  const tokenizer = new SubwordTokenizer(
    { parts: ["▁", "G", "o"], merges: [] },
    { lowerCase: false },
  );
  assertEquals(tokenizer.encode("Go go"), [4, 5, 6, 4, 1, 6]);
});

Deno.test("SubwordTokenizer refuses what it can't be made of, no text and no ids", async () => {
  const make = (subwords: Subwords) => new SubwordTokenizer(subwords);
  const need = "subwords must be parts and merges, such as toJSON() gives: got";
  await assertRefusesArguments("make a tokenizer", make, [
    [[], `${need} undefined`],
    [[{ parts }], `${need} an object`],
  ]);
  await assertRefusesArguments(
    "encode a sentence",
    (text: string) => tokenizer.encode(text),
    [
      [[["low"]], "text must be a string: got an array"],
    ],
  );
  await assertRefusesArguments(
    "decode ids",
    (ids: number[]) => tokenizer.decode(ids),
    [
      [[], "ids must be an array of ids: got undefined"],
    ],
  );
});
