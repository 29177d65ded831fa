import { assertEquals, assertThrows } from "@std/assert";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { tableHtml, tableText } from "../../lib/plot/table.ts";

const table = {
  columns: ["stack", "rank", "energy"],
  rows: [["4 × 4", 1234, 0.123456], ["a<b", 9, 1]],
};

Deno.test("tableText() aligns numbers right and words left", () => {
  assertEquals(
    tableText(table),
    [
      "stack   rank  energy",
      "4 × 4  1,234  0.1235",
      "a<b        9  1.0000",
    ].join("\n"),
  );
});

Deno.test("tableText() of no rows is the head", () => {
  assertEquals(tableText({ columns: ["a", "b"], rows: [] }), "a  b");
});

Deno.test("tables put to the right what reads as a number", () => {
  const rows = [
    ["54.6\u00a0±\u00a00.3", "−0.7 to 0.4", "12.7×", "1,234 (40 %)", "."],
    ["9.8\u00a0±\u00a00.3", "0.5 to 12", "–", "5", "4 × 4"],
  ];
  const table = { columns: ["a", "b", "c", "d", "e"], rows };
  assertEquals(
    tableText(table).split("\n").slice(1),
    [
      "54.6\u00a0±\u00a00.3  −0.7 to 0.4  12.7×  1,234 (40 %)  .",
      " 9.8\u00a0±\u00a00.3    0.5 to 12      –             5  4 × 4",
    ],
  );
  assertEquals(
    tableHtml(table).match(/<td style="text-align:left"/g)?.length,
    2,
  );
});

Deno.test("tableText() takes characters for as wide as terminals draw them", () => {
  assertEquals(
    tableText({ columns: ["a", "b"], rows: [["日本", 1], ["x", 2]] }),
    "a     b\n日本  1\nx     2",
  );
});

Deno.test("tableText() breaks long names where the table is wider than 80", () => {
  const columns = ["model", "mean of the test accuracies", "parameters"];
  const rows = [["x".repeat(50), "9.5", 1_234_567]];
  assertEquals(tableText({ columns, rows }).split("\n"), [
    `${" ".repeat(52)}   mean of`,
    `${" ".repeat(52)}  the test`,
    `model${" ".repeat(47)}accuracies  parameters`,
    `${"x".repeat(50)}         9.5   1,234,567`,
  ]);
  const [head] = tableText({ columns, rows: [["x", "9.5", 1]] }).split("\n");
  assertEquals(head, columns.join("  ").replace("model  ", "model  "));
});

Deno.test("tableHtml() escapes text and keeps each cell", () => {
  const html = tableHtml(table);
  assertEquals(html.match(/<td/g)?.length, 6);
  assertEquals(html.includes("a&lt;b"), true);
  assertEquals(html.match(/<td style="text-align:left">/g)?.length, 2);
});

Deno.test("tableHtml() names the row's length and the columns'", () => {
  assertThrows(
    () => tableHtml({ columns: ["a", "b"], rows: [[1]] }),
    ShapeError,
    "Cannot write a table as shape must be [rows, 2]: got [1, 1]",
  );
});

Deno.test("tableText() takes many rows, and cells of any kind", () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => [i]);
  const lines = tableText({ columns: ["n"], rows }).split("\n");
  assertEquals([lines.length, lines.at(-1)], [200_001, "199,999"]);
  const odd = [[null], [true]] as unknown as string[][];
  assertEquals(tableText({ columns: ["x"], rows: odd }), "x\nnull\ntrue");
  assertEquals(
    tableHtml({ columns: ["x"], rows: odd }).includes(">true</td>"),
    true,
  );
});

Deno.test("tableHtml() of no rows has its head left, as words have", () => {
  const html = tableHtml({ columns: ["a"], rows: [] });
  assertEquals(html.includes('<th style="text-align:left">a</th>'), true);
});

Deno.test("tables write counts among words without the decimals of a ratio", () => {
  const text = tableText({
    columns: ["layer", "k"],
    rows: [["kind", "Dense"], ["parameters", 28], ["times smaller", 9 / 7]],
  });
  assertEquals(text.split("\n").slice(2), [
    "parameters     28",
    "times smaller  1.286",
  ]);
  const numbers = { columns: ["a"], rows: [[28], [9 / 7]] };
  assertEquals(tableText(numbers), "     a\n28.000\n 1.286");
});
