import { assertEquals, assertThrows } from "@std/assert";
import { taskOptions } from "../../lib/task/task_options.ts";

const OPTIONS = {
  seeds: { type: "count", default: 1, help: "how many seeds" },
  share: { type: "share", default: 0.2, help: "what to hold out" },
  quick: { type: "flag", help: "less of it" },
  data: { type: "text", help: "a file" },
} as const;

Deno.test("taskOptions() reads values, and has defaults", () => {
  const args = ["--seeds", "3", "--quick", "--share=0.5"];
  assertEquals(taskOptions(args, OPTIONS), {
    seeds: 3,
    share: 0.5,
    quick: true,
    data: undefined,
  });
  assertEquals(taskOptions(["--data", "a.csv"], OPTIONS), {
    seeds: 1,
    share: 0.2,
    quick: false,
    data: "a.csv",
  });
});

Deno.test("taskOptions() lists what there is", () => {
  assertEquals(
    taskOptions(["--seeds", "0", "--help"], OPTIONS),
    `Options:
  --seeds COUNT           how many seeds (default 1)
  --share SHARE           what to hold out (default 0.2)
  --quick                 less of it
  --data TEXT             a file`,
  );
});

const refused: [args: string[], reason: string][] = [
  [["--seeds", "0"], "--seeds must be an integer >= 1: got 0"],
  [["--seeds", "1.5"], "--seeds must be an integer >= 1: got 1.5"],
  [["--seeds", "many"], "--seeds must be an integer >= 1: got many"],
  [["--share", "1"], "--share must be between 0 and 1: got 1"],
  [["--sedes", "1"], "Unknown option '--sedes'"],
  [["more"], "Unexpected argument 'more'"],
];

for (const [args, reason] of refused) {
  Deno.test(`taskOptions() refuses ${args.join(" ")}`, () => {
    const error = assertThrows(() => taskOptions(args, OPTIONS), SyntaxError);
    assertEquals(
      error.message,
      `Cannot run the task as ${reason}; --help lists the options`,
    );
  });
}
