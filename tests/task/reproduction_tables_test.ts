import { assertEquals } from "@std/assert";
import { reproductionRuns } from "../../lib/task/reproduction_runs.ts";
import {
  otherScoreTable,
  partsTable,
  sampleTable,
  scoreTable,
  settingsTable,
  stepTable,
} from "../../lib/task/reproduction_tables.ts";
import { RESULTS, SENTENCES } from "../support/reproduction.ts";

Deno.test("scoreTable() gives mean and deviation over seeds", () => {
  const { columns, rows } = scoreTable(RESULTS, 4_000);
  assertEquals(rows.map((row) => row.length), [columns.length, columns.length]);
  assertEquals(rows[0].slice(0, 6), ["dense", 4_000, "1.0×", 1, 2, "40.0"]);
  assertEquals(
    rows[1].slice(0, 6),
    ["Shapeshifter", 400, "10.0×", 2, 2, "43.5\u00a0±\u00a00.7"],
  );
  assertEquals(rows[0].at(-1), "2.0"); // minutes
});

Deno.test("scoreTable() gives no ratio to a dense model that is not over", () => {
  assertEquals(scoreTable(RESULTS.slice(1), undefined).rows[0][2], "–");
});

Deno.test("otherScoreTable() has a column for each search and part of the pairs", () => {
  const seeds = RESULTS.map((result) => ({
    ...result,
    others: result.others.map((other) => ({
      ...other,
      bleu: other.bleu + result.settings.seed,
    })),
  }));
  const { columns, rows } = otherScoreTable(seeds);
  assertEquals(columns, [
    "model",
    "seeds",
    "BLEU, test, greedy",
    "BLEU, test, 4 beams",
    "BLEU, valid, greedy",
  ]);
  assertEquals(rows, [
    ["dense", 1, "40.0", "42.0", "39.0"],
    [
      "Shapeshifter",
      2,
      "43.5\u00a0±\u00a00.7",
      "42.5\u00a0±\u00a00.7",
      "39.5\u00a0±\u00a00.7",
    ],
  ]);
});

Deno.test("otherScoreTable() has a dash where a model is not scored", () => {
  const [dense, ...others] = RESULTS;
  const large = {
    part: "large test",
    beams: 1,
    bleu: 35.25,
    chrf: 55,
  } as const;
  const scored = { ...dense, others: [...dense.others, large] };
  const { columns, rows } = otherScoreTable([...others, scored]);
  assertEquals(columns.at(-1), "BLEU, large test, greedy");
  assertEquals(rows.map((row) => [row[0], row.at(-1)]), [
    ["Shapeshifter", "–"],
    ["dense", "35.3"],
  ]);
});

Deno.test("partsTable() gives each part with its share", () => {
  const { columns, rows } = partsTable(RESULTS);
  assertEquals(columns, [
    "model",
    "embeddings",
    "attention",
    "feed-forward",
    "output",
    "other",
    "all",
  ]);
  assertEquals(rows[0], [
    "dense",
    "1,000\u00a0(25\u00a0%)",
    "1,600\u00a0(40\u00a0%)",
    "1,200\u00a0(30\u00a0%)",
    "50\u00a0(1\u00a0%)",
    "150\u00a0(4\u00a0%)",
    4_000,
  ]);
});

Deno.test("settingsTable() has a row for each model of a contest, whatever the seeds", () => {
  const epochs = { dense: 12, Shapeshifter: 18, narrow: 41, "low rank": 25 };
  const { columns, rows } = settingsTable(
    reproductionRuns({ seeds: 2, epochs }),
  );
  assertEquals(rows.map((row) => row.slice(0, 2).join(": ")), [
    "converged: dense",
    "converged: Shapeshifter",
    "converged: narrow",
    "converged: low rank",
    "equal-time: dense",
    "equal-time: Shapeshifter",
    "equal-time: narrow",
    "equal-time: low rank",
    "embeddings: untied",
    "embeddings: untied, embeddings 102×",
    "sizes: Shapeshifter 5×",
    "sizes: Shapeshifter 20×",
    "sizes: Shapeshifter 40×",
    "sizes: dense, embeddings 102×",
  ]);
  const column = (name: string) => {
    const at = columns.indexOf(name);
    return rows.map((row) => row[at]);
  };
  assertEquals(column("epochs").slice(4, 8), [12, 18, 41, 25]);
  assertEquals(column("averaged").slice(0, 5), [6, 20, 20, 5, 0]);
  assertEquals(
    column("normalization").flatMap((norm, row) =>
      norm === "before each part" ? [rows[row][1]] : []
    ),
    ["untied"],
  );
  assertEquals(column("ids of words by").slice(8, 12), [
    "frequency",
    "alphabet",
    "frequency",
    "alphabet",
  ]);
});

Deno.test("stepTable() divides by the dense model's time", () => {
  const milliseconds = { dense: 200, narrow: 50 };
  assertEquals(stepTable({ backend: "native, CPU", milliseconds }).rows, [
    ["dense", "200", "1.00"],
    ["narrow", "50", "0.25"],
  ]);
});

Deno.test("sampleTable() puts translations of a sentence side by side", () => {
  const { columns, rows } = sampleTable(RESULTS, { ...SENTENCES, samples: 3 });
  assertEquals(columns, ["German", "right", "dense", "Shapeshifter"]);
  assertEquals(rows[1], [
    "Vier fünf sechs .",
    "four five six .",
    "four five .",
    "four five six .",
  ]);
});
