import { assertEquals } from "@std/assert";
import { slug } from "../../lib/task/slug.ts";

Deno.test("slug() keeps letters and digits", () => {
  assertEquals(slug("dense, embeddings 103×"), "dense-embeddings-103x");
  assertEquals(slug("Low rank!"), "low-rank");
});
