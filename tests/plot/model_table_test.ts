import { assert, assertEquals } from "@std/assert";
import { modelTable } from "../../lib/plot/model_table.ts";
import {
  LANGUAGE_KINDS,
  smallLanguageModel,
} from "../support/small_language_model.ts";
import { KINDS, smallTransformer } from "../support/small_transformer.ts";

Deno.test("modelTable() tells what each part takes, and what it would with whole matrices", () => {
  const { columns, rows } = modelTable(smallTransformer(KINDS.factored));
  const [tables, attention, forward] = [8 * 20, 24 * 8 * 8, 8 * 8 * 12];
  assertEquals(columns, [
    "part",
    "matrices",
    "factored",
    "dense parameters",
    "parameters",
    "times smaller",
  ]);
  const how = "rank 2, order 2";
  assertEquals(rows, [
    ["embedding", "[11, 8], [9, 8]", how, tables, tables / 2, 2],
    ["attention", "24 × [8, 8]", how, attention, attention / 2, 2],
    ["feed-forward", "4 × [8, 12], 4 × [12, 8]", how, forward, 320, 2.4],
    ["output", "tied to the embedding", "", 0, 0, 1],
    ["biases and others", "", "", 473, 473, 1],
    ["total", "", "", 2937, 1641, 1.8],
  ]);
});

const models = [
  ...Object.entries(KINDS).map(([kind, config]) =>
    [`Transformer: ${kind}`, () => smallTransformer(config)] as const
  ),
  ...Object.entries(LANGUAGE_KINDS).map(([kind, config]) =>
    [`LanguageModel: ${kind}`, () => smallLanguageModel(config)] as const
  ),
];
for (const [name, make] of models) {
  Deno.test(`modelTable() leaves out no parameter of a ${name}`, () => {
    const model = make();
    const rows = modelTable(model).rows as [
      string,
      string,
      string,
      number,
      number,
      number,
    ][];
    const parts = rows.slice(0, -1);
    const [, , , dense, parameters] = rows.at(-1)!;
    assertEquals(parts.reduce((sum, row) => sum + row[4], 0), parameters);
    assertEquals(parts.reduce((sum, row) => sum + row[3], 0), dense);
    assertEquals(parameters, model.countParams());
    for (const [part, , how, dense, own] of parts) {
      const isFactored = how.startsWith("rank");
      assert(isFactored ? own < dense : own === dense, `${part}: ${own}`);
    }
    model.dispose();
  });
}
