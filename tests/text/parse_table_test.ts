import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { parseTable, type TableOptions } from "../../lib/text/parse_table.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("parseTable() takes columns by name, in the order they are asked for", () => {
  const text = '\ufeffid,text,label\n1,"Hi, ""you""\nthere",a\n\n2,Bye,b\n';
  assertEquals(parseTable(text, { columns: ["label", "text"] }), [
    ["a", 'Hi, "you"\nthere'],
    ["b", "Bye"],
  ]);
});

Deno.test("parseTable() takes a byte order mark for none of the first name", () => {
  const text = "\ufefftext,label\nHi,a\n";
  assertEquals(parseTable(text, { columns: ["text"] }), [["Hi"]]);
});

Deno.test("parseTable() without columns takes every line whole", () => {
  assertEquals(parseTable('say "hi"\tsag hallo\n', { delimiter: "\t" }), [
    ['say "hi"', "sag hallo"],
  ]);
});

Deno.test("parseTable() gives back the fields of any quoted table", () => {
  const field = fc.string({ unit: "grapheme" });
  const row = fc.tuple(field, field);
  fc.assert(fc.property(fc.array(row, { minLength: 1 }), (rows) => {
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = [["a", "b"], ...rows].map((row) => row.map(quote).join(","));
    assertEquals(parseTable(lines.join("\n"), { columns: ["a", "b"] }), rows);
  }));
});

const refused: [why: string, text: string, options: TableOptions, m: string][] =
  [
    ["an empty text", "", {}, "it must not be empty: got no lines"],
    ["blank lines alone", "\n\r\n", {}, "it must not be empty: got no lines"],
    [
      "a header alone",
      "text,label\n",
      { columns: ["text"] },
      "it must have rows below its header: got none",
    ],
    [
      "a missing column",
      "text,intent\na,b\n",
      { columns: ["text", "category"] },
      'it must have a column "category": got "text", "intent"',
    ],
    [
      "a row that is too short",
      "text,label\na\n",
      { columns: ["text"] },
      "its rows must be well formed: Invalid Record Length: expect 2, got 1 on line 2",
    ],
    [
      "a quotation mark that is not closed",
      'text,label\n"a,b\n',
      { columns: ["text"] },
      "its rows must be well formed: Quote Not Closed: the parsing is finished with an opening quote at line 2",
    ],
  ];

for (const [why, text, options, message] of refused) {
  Deno.test(`parseTable() refuses ${why}`, () => {
    const error = assertThrows(
      () => parseTable(text, { name: "a.csv", ...options }),
      SyntaxError,
    );
    assertEquals(error.message, `Cannot read a.csv as ${message}`);
  });
}

Deno.test("parseTable() refuses what is no text, and options that are none", async () => {
  const bytes = new TextEncoder().encode("a,b");
  assertEquals(parseTable(bytes as never), [["a", "b"]]); // which the library takes
  await assertRefusesArguments("read the table", parseTable, [
    [[], "text must be a string: got undefined"],
    [["a,b", { columns: "a" }], 'columns must be an array of names: got "a"'],
    [
      ["a,b", { column: ["a"] }],
      "each option must be one of columns, delimiter, name: got column (did you mean columns?)",
    ],
  ]);
  await assertRefusesArguments("read a.csv", parseTable, [
    [
      [Promise.resolve("a,b"), { name: "a.csv" }],
      "text must be a string: got a Promise",
    ],
  ]);
});
