import { assertEquals, assertThrows } from "@std/assert";
import {
  pairLines,
  parseSentencePairs,
} from "../../lib/text/sentence_pairs.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("parseSentencePairs() takes the chosen columns", () => {
  const text = '7\tGo "on".\t Geh. \r\n8\tHi.\tHallo!';
  assertEquals(parseSentencePairs(text, { columns: [3, 2] }), {
    source: ["Geh.", "Hallo!"],
    target: ['Go "on".', "Hi."],
  });
  assertEquals(parseSentencePairs("a\tb\n"), { source: ["a"], target: ["b"] });
});

Deno.test("parseSentencePairs() names the line that lacks a sentence", () => {
  const message = (text: string) =>
    assertThrows(
      () => parseSentencePairs(text, { name: "a.tsv" }),
      SyntaxError,
    ).message;
  assertEquals(
    message("a\tb\na\n"),
    "Cannot read a.tsv as line 2 must have a sentence in column 2: got 1 columns",
  );
  assertEquals(
    message("a\tb\na\tb\n \tb"),
    "Cannot read a.tsv as line 3 must have a sentence in column 1: got an empty one",
  );
  assertEquals(
    message("a\tb\n\na\tb\n"),
    "Cannot read a.tsv as line 2 must have a sentence in column 1: got an empty one",
  );
  assertEquals(
    message(""),
    "Cannot read a.tsv as it must not be empty: got no lines",
  );
});

Deno.test("parseSentencePairs() refuses a column that can't be", () => {
  const error = assertThrows(
    () => parseSentencePairs("a\tb", { columns: [0, 1] }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot read the table as a column must be an integer >= 1: got 0",
  );
});

const german = { name: "a.de", text: "Geh.\r\nHallo!\r\n" };

Deno.test("pairLines() pairs the lines of two texts", () => {
  assertEquals(pairLines(german, { name: "a.en", text: "Go.\nHi." }), {
    source: ["Geh.", "Hallo!"],
    target: ["Go.", "Hi."],
  });
});

Deno.test("pairLines() names the line without a translation", () => {
  const message = (text: string) =>
    assertThrows(() => pairLines(german, { name: "a.en", text }), SyntaxError)
      .message;
  assertEquals(
    message("Go.\nHi.\nNo.\n"),
    "Cannot read a.de and a.en as each line must have a translation: got 2 and 3 lines, so that line 3 of a.en has none",
  );
  assertEquals(
    message("Go.\n"),
    "Cannot read a.de and a.en as each line must have a translation: got 2 and 1 lines, so that line 2 of a.de has none",
  );
  assertEquals(
    message("Go.\n\t\n"),
    "Cannot read a.en as line 2 must have a sentence: got an empty one",
  );
  assertEquals(
    message(""),
    "Cannot read a.en as it must not be empty: got no lines",
  );
});

Deno.test("parseSentencePairs() refuses what is no text, and options that are none", () =>
  assertRefusesArguments("read the table", parseSentencePairs, [
    [[], "text must be a string: got undefined"],
    [[["a\tb"]], "text must be a string: got an array"],
    [
      ["a\tb", { columns: 2 }],
      "columns must be an array of two numbers: got 2",
    ],
    [
      ["a\tb", { column: [2, 1] }],
      "each option must be one of columns, name: got column (did you mean columns?)",
    ],
  ]));

Deno.test("pairLines() refuses what is no text with a name", async () => {
  await assertRefusesArguments("pair lines", pairLines, [
    [[], "source must be an object such as { text, name }: got undefined"],
    [
      [german, "Go.\nHi."],
      'target must be an object such as { text, name }: got "Go.\\nHi."',
    ],
  ]);
  await assertRefusesArguments("read a.en", pairLines, [
    [
      [german, { name: "a.en", text: ["Go."] }],
      "text must be a string: got an array",
    ],
  ]);
});
