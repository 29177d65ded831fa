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
      "a<b        9       1",
    ].join("\n"),
  );
});

Deno.test("tableText() of no rows is the head", () => {
  assertEquals(tableText({ columns: ["a", "b"], rows: [] }), "a  b");
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
