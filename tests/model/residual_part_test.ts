import { assertEquals } from "@std/assert";
import { NamedLayers } from "../../lib/model/named_layers.ts";
import { normalization } from "../../lib/model/residual_part.ts";

Deno.test("normalization() keeps its division finite by 1e-5, as Transformers elsewhere", () => {
  const layer = normalization(new NamedLayers(0), "norm");
  assertEquals(layer.getConfig().epsilon, 1e-5);
});
