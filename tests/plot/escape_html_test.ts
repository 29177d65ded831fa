import { assertEquals } from "@std/assert";
import { escapeHtml } from "../../lib/plot/escape_html.ts";

Deno.test("escapeHtml() writes the five special characters as entities", () => {
  assertEquals(
    escapeHtml(`<a href='x' title="y">&amp;</a>`),
    "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;amp;&lt;/a&gt;",
  );
});
