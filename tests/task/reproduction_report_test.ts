import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderSvg } from "../../lib/plot/svg.ts";
import { tableText } from "../../lib/plot/table.ts";
import { reproductionReport } from "../../lib/task/reproduction_report.ts";
import { reproductionRuns } from "../../lib/task/reproduction_runs.ts";
import { canReadEnvironment } from "../support/permissions.ts";
import {
  reproductionResult,
  RESULTS,
  SENTENCES,
} from "../support/reproduction.ts";

const sentences = {
  source: Array.from({ length: 20 }, (_, i) => SENTENCES.source[i % 3]),
  references: {
    test: Array.from({ length: 20 }, (_, i) => SENTENCES.references[i % 3]),
    "large test": [],
  },
};
const results = [
  ...RESULTS,
  reproductionResult({ contest: "equal-time" }),
  reproductionResult({ contest: "equal-time", model: "narrow" }),
  reproductionResult({ contest: "sizes", model: "Shapeshifter 20×" }),
  reproductionResult({ contest: "embeddings", model: "untied" }),
  reproductionResult({ contest: "embeddings", model: "small tables" }),
].map((result) => ({
  ...result,
  hypotheses: Array.from({ length: 20 }, (_, i) => result.hypotheses[i % 3]),
}));
const epochs = { dense: 12, Shapeshifter: 18, narrow: 41, "low rank": 25 };
const report = reproductionReport({
  runs: reproductionRuns({ seeds: 1, epochs }).slice(0, results.length + 2),
  results,
  times: { backend: "wasm, CPU", milliseconds: { dense: 200, narrow: 50 } },
  ...sentences,
});

Deno.test("reproductionReport() has a section for each contest that has results", () => {
  assertEquals(report.sections.map(({ heading }) => heading), [
    "What is compared",
    "At convergence",
    "At convergence: with beams, and on other pairs",
    "At convergence: differences from dense",
    "At convergence: by time",
    "At equal training time",
    "At equal training time: with beams, and on other pairs",
    "At equal training time: differences from dense",
    "At equal training time: differences from narrow",
    "At equal training time: by time",
    "By size",
    "Only the embeddings factored",
    "Only the embeddings factored: with beams, and on other pairs",
    "Only the embeddings factored: differences from untied",
    "Only the embeddings factored: by time",
    "How the models are trained",
    "Where the parameters are",
    "Translations",
  ]);
  for (const { table } of report.sections) if (table) tableText(table); // whole rows
});

Deno.test("reproductionReport() compares factored embeddings with whole ones", () => {
  const [scores, others, differences] = report.sections
    .filter(({ heading }) => heading.startsWith("Only the embeddings"))
    .map(({ table }) => table?.rows.map(([model]) => model));
  assertEquals(scores, ["untied", "small tables"]);
  assertEquals(others, scores);
  assertEquals(differences, ["small tables"]);
});

Deno.test("reproductionReport() says what is not over", () => {
  assertStringIncludes(
    report.sections[0].paragraphs!.join("\n"),
    "2 trainings are not over yet",
  );
});

Deno.test({
  name: "reproductionReport() has figures that can be drawn",
  ignore: !canReadEnvironment,
  fn: async () => {
    for (const { figure } of report.sections) {
      if (figure) assertStringIncludes(await renderSvg(figure), "<svg");
    }
  },
});
