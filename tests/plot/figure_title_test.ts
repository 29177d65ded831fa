import { assertEquals } from "@std/assert";
import { figureTitle } from "../../lib/plot/figure_title.ts";

Deno.test("figureTitle() is the title in plain words", () => {
  assertEquals(figureTitle({ title: { text: "Ranks" } }), "Ranks");
  assertEquals(figureTitle({ title: "Ranks" }), "Ranks");
  const text = "a<br>b<br />c <b>d</b><sup>2</sup>\n<a href='x'>e</a>";
  assertEquals(figureTitle({ title: { text } }), "a b c d2 e");
});

Deno.test("figureTitle() keeps what is no markup, and is empty without a title", () => {
  const text = "1 < 2 & 3 > 2, <ceilings>";
  assertEquals(figureTitle({ title: { text } }), text);
  assertEquals([{}, { title: {} }, { title: "" }].map(figureTitle), [
    "",
    "",
    "",
  ]);
});
