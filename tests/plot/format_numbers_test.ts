import { assertEquals } from "@std/assert";
import { formatNumbers } from "../../lib/plot/format_numbers.ts";

Deno.test("formatNumbers() writes a column's numbers with their points in line", () => {
  const columns: [number[], string[]][] = [
    [[36.3, 15, 28], ["36.3", "15.0", "28.0"]],
    [[1, 0.047, 0.75], ["1.000", "0.047", "0.750"]],
    [[0.123456, 12.3456], ["0.1235", "12.3500"]],
    [[1_234, -5], ["1,234", "-5"]],
  ];
  for (const [values, texts] of columns) {
    assertEquals(formatNumbers(values), texts);
  }
});

Deno.test("formatNumbers() keeps all digits before the point", () => {
  assertEquals(formatNumbers([12_345.678]), ["12,346"]);
  assertEquals(formatNumbers([1_234_567.8, 0.5]), ["1,234,568", "0.5"]);
});

Deno.test("formatNumbers() writes numbers of very different sizes each on its own", () => {
  assertEquals(formatNumbers([1e-12, 0.5, 0]), ["1e-12", "0.5", "0.0"]);
  assertEquals(formatNumbers([123.4, 0.012345]), ["123.4", "0.01235"]);
  assertEquals(formatNumbers([NaN, -Infinity, 2]), ["NaN", "-Infinity", "2"]);
  assertEquals(formatNumbers([-0, 3]), ["0", "3"]);
  assertEquals(formatNumbers([]), []);
});

Deno.test("formatNumbers() makes no format for each number, which takes long", () => {
  const { prototype } = Number;
  const original = prototype.toLocaleString;
  let made = 0;
  prototype.toLocaleString = function (...args) {
    made++;
    return original.apply(this, args);
  };
  try {
    assertEquals(formatNumbers([1.5, 1_234]), ["1.5", "1,234.0"]);
    assertEquals(made, 0);
  } finally {
    prototype.toLocaleString = original;
  }
});
