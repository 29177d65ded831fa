import { assertEquals, assertThrows } from "@std/assert";
import { runTask, taskOptions } from "../../lib/task/task_options.ts";
import { canRun } from "../support/permissions.ts";

const OPTIONS = {
  seeds: { type: "count", default: 1, help: "how many seeds" },
  share: { type: "share", default: 0.2, help: "what to hold out" },
  quick: { type: "flag", help: "less of it" },
  data: { type: "file", help: "a file" },
} as const;

const MORE = {
  rank: { type: "whole", help: "how many terms" },
  rate: { type: "number", default: 0.5, help: "how fast" },
  dropout: { type: "fraction", help: "what to drop" },
  norm: {
    type: "text",
    choices: ["pre", "post"],
    default: "pre",
    help: "where",
  },
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
  --data FILE             a file`,
  );
  assertEquals(
    taskOptions(["--help"], { ...MORE, "feed-forward-ranks": MORE.rank }),
    `Options:
  --rank WHOLE               how many terms
  --rate NUMBER              how fast (default 0.5)
  --dropout FRACTION         what to drop
  --norm NAME                where (pre|post; default pre)
  --feed-forward-ranks WHOLE how many terms`,
  );
});

Deno.test("taskOptions() reads numbers from 0 on, and names of a list", () => {
  assertEquals(taskOptions([], MORE), {
    rank: undefined,
    rate: 0.5,
    dropout: undefined,
    norm: "pre",
  });
  const zeros = ["--rank", "0", "--rate", "0", "--dropout", "0"];
  assertEquals(taskOptions([...zeros, "--norm", "post"], MORE), {
    rank: 0,
    rate: 0,
    dropout: 0,
    norm: "post",
  });
  const refused: [args: string[], reason: string][] = [
    [["--rank", ""], "--rank must be an integer >= 0: got "],
    [["--rank=-1"], "--rank must be an integer >= 0: got -1"],
    [["--rate=-1"], "--rate must be a number >= 0: got -1"],
    [["--rate", "Infinity"], "--rate must be a number >= 0: got Infinity"],
    [["--dropout", "1"], "--dropout must be at least 0 and below 1: got 1"],
    [["--norm", "none"], "--norm must be pre or post: got none"],
  ];
  for (const [args, reason] of refused) {
    const error = assertThrows(() => taskOptions(args, MORE), SyntaxError);
    assertEquals(
      error.message,
      `Cannot run the task as ${reason}; --help lists the options`,
    );
  }
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

Deno.test("taskOptions() takes no 0 where a number must be above it", () => {
  const options = {
    clip: { type: "positive", default: 1, help: "how long" },
  } as const;
  assertEquals(taskOptions(["--clip", "0.5"], options), { clip: 0.5 });
  for (const clip of ["0", "-1", "Infinity", "x"]) {
    const error = assertThrows(
      () => taskOptions([`--clip=${clip}`], options),
      SyntaxError,
    );
    assertEquals(
      error.message,
      `Cannot run the task as --clip must be a number > 0: got ${clip}; --help lists the options`,
    );
  }
});

Deno.test("taskOptions() takes no share of nothing or of all", () => {
  for (const share of ["0", "1"]) {
    const error = assertThrows(
      () => taskOptions(["--share", share], OPTIONS),
      SyntaxError,
    );
    assertEquals(
      error.message,
      `Cannot run the task as --share must be between 0 and 1: got ${share}; --help lists the options`,
    );
  }
});

for (
  const [code, said] of [
    ["ENOSPC", "No space left on device (os error 28)"],
    ["EBUSY", "The process cannot access the file (os error 32)"],
    ["ERR_PARSE_ARGS_UNKNOWN_OPTION", "Unknown option '--port2'"],
  ]
) {
  Deno.test({
    name: `runTask() tells of ${code} in a line`,
    ignore: !canRun,
    fn: async () => {
      const file = new URL("../../lib/task/task_options.ts", import.meta.url);
      const script = `
        import { runTask } from ${JSON.stringify(file.href)};
        const error = new Error(${JSON.stringify(said)});
        await runTask(() => Promise.reject(Object.assign(error, { code: "${code}" })));`;
      const { code: exit, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["eval", "--quiet", "--ext=ts", script],
      }).output();
      assertEquals(new TextDecoder().decode(stderr), `${said}\n`);
      assertEquals(exit, 1);
    },
  });
}

Deno.test("runTask() lets through what it does not foresee, whatever its code", async () => {
  const aborted = new DOMException("The operation timed out", "TimeoutError");
  for (const error of [aborted, new TypeError("none"), null, undefined]) {
    const thrown = await runTask(() => Promise.reject(error)).catch((e) => e);
    assertEquals(thrown === error, true);
  }
});
