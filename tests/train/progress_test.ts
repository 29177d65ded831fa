import { assert, assertEquals, assertThrows } from "@std/assert";
import { progress } from "../../lib/train/progress.ts";
import { logView, notebookView } from "../../lib/train/progress_view.ts";
import { terminalView } from "../../lib/train/terminal_view.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

/** A clock that stands still until it is moved, in seconds. */
function clock() {
  const time = { seconds: 0, now: () => 1_000 * time.seconds };
  return time;
}

Deno.test("progress() writes a line every few seconds to a log", () => {
  const lines: string[] = [];
  const time = clock();
  const view = logView({ every: 5, write: (line) => lines.push(line) });
  const bar = progress(4, { label: "training", view, now: time.now });
  for (const seconds of [2, 5, 7, 12]) {
    time.seconds = seconds;
    bar.tick(1, `epoch ${seconds}`);
  }
  bar.done();
  assertEquals(lines, [
    "training 50% 2/4 0.4/s, 5 s left, epoch 5",
    "training 100% 4/4 0.3/s, 12 s in all, epoch 12",
  ]);
});

Deno.test("progress() updates one output of a notebook", () => {
  const outputs: { text: string; id: string; update: boolean }[] = [];
  const view = notebookView((bundle, { display_id: id, update }) => {
    outputs.push({ text: bundle["text/plain"], id, update });
    return Promise.resolve();
  });
  const time = clock();
  const bar = progress(3, { label: "fitting", view, now: time.now });
  for (const seconds of [1, 1.1, 2]) {
    time.seconds = seconds;
    bar.tick();
  }
  bar.done();
  assertEquals(outputs.map(({ text, update }) => [text, update]), [
    ["fitting 0% 0/3, starting", false],
    ["fitting 33% 1/3 1.0/s, 2 s left", true],
    ["fitting 100% 3/3 1.5/s, 2 s in all", true],
    ["fitting 100% 3/3 1.5/s, 2 s in all", true],
  ]);
  assertEquals(new Set(outputs.map(({ id }) => id)).size, 1);
});

Deno.test("progress() ends once, at the latest when it is disposed", () => {
  const lines: string[] = [];
  const view = logView({ write: (line) => lines.push(line) });
  {
    using bar = progress(2, { label: "a", view, now: () => 0 });
    bar.tick(1, "stopped");
    bar.done();
  }
  assertEquals(lines, ["a 50% 1/2 1,000/s, 1 s left, stopped"]);
});

Deno.test("progress() draws nothing and leaves no timer without a terminal", () => {
  const bar = progress(2, { label: "quiet", view: terminalView() });
  bar.tick();
  bar.done(); // the test runner fails a test that leaves a timer
});

Deno.test("progress() says how far it is, as text and in a notebook", () => {
  const time = clock();
  const view = logView({ write: () => {} });
  const bar = progress(4, { label: "training", view, now: time.now });
  time.seconds = 2;
  bar.tick(1, "epoch 1");
  const line = "training 25% 1/4 0.5/s, 6 s left, epoch 1";
  assertEquals(`${bar}`, line);
  const display = (bar as unknown as Record<symbol, () => unknown>)[
    Symbol.for("Jupyter.display")
  ];
  assertEquals(display(), { "text/plain": line });
});

Deno.test("progress() needs no label", () => {
  using bar = progress(4, { view: logView({ write: () => {} }) });
  assertEquals(`${bar}`, "progress 0% 0/4, starting");
});

Deno.test("progress() says how far it is to console.log, too", () => {
  const view = logView({ write: () => {} });
  const bar = progress(4, { label: "training", view, now: () => 0 });
  assertEquals(Deno.inspect({ bar }), `{ bar: ${bar} }`);
});

Deno.test("progress() refuses options that are none", () => {
  const object =
    'its options must be an object such as { label: "training" }: got';
  const wrong: [unknown, string][] = [
    [null, `${object} null`],
    ["training", `${object} "training"`],
    [
      { lable: "training" },
      "each option must be one of label, view, now: got lable (did you mean label?)",
    ],
    [{ label: 3 }, "label must be a string: got 3"],
  ];
  for (const [options, said] of wrong) {
    const error = assertThrows(
      () => progress(3, options as { label: string }),
      TypeError,
    );
    assertEquals(error.message, `Cannot show progress as ${said}`);
  }
});

Deno.test("progress() keeps the last note, and tells its view once that it ended", () => {
  const notes: string[] = [];
  let ended = 0;
  const view = {
    show: ({ note }: { note: string }) => notes.push(note),
    end: () => ended++,
  };
  const bar = progress(3, { label: "a", view });
  bar.tick(1, "epoch 1");
  bar.tick();
  bar.done();
  bar.done();
  assertEquals(notes, ["", "epoch 1", "epoch 1"]);
  assertEquals(ended, 1);
});

Deno.test("progress() writes no lines to a log for the time it was silent", () => {
  const lines: string[] = [];
  const time = clock();
  const view = logView({ every: 5, write: (line) => lines.push(line) });
  const bar = progress(9, { label: "a", view, now: time.now });
  for (const seconds of [60, 61, 62]) {
    time.seconds = seconds;
    bar.tick();
  }
  assertEquals(lines.length, 1);
});

Deno.test("logView() goes on where nobody reads it", () => {
  const { writeSync } = Deno.stderr;
  let tries = 0;
  Deno.stderr.writeSync = () => {
    tries++;
    throw new Deno.errors.BrokenPipe("Broken pipe (os error 32)");
  };
  try {
    const bar = progress(2, { label: "a", view: logView({ every: 0 }) });
    bar.tick(2);
    bar.done();
    assert(tries > 0);
  } finally {
    Deno.stderr.writeSync = writeSync;
  }
});

Deno.test("views refuse options and displays that are none", async () => {
  await assertRefusesArguments("show progress", logView, [
    [[5], "its options must be an object: got 5"],
    [
      [{ evry: 5 }],
      "each option must be one of every, write: got evry (did you mean every?)",
    ],
  ]);
  await assertRefusesArguments("show progress", terminalView, [
    [[5], "its options must be an object: got 5"],
  ]);
  await assertRefusesArguments("show progress", notebookView, [
    [
      [],
      "display must be a function such as Deno.jupyter.display: got undefined",
    ],
  ]);
});

Deno.test("progress() keeps the time that the whole took", () => {
  const time = clock();
  const view = logView({ write: () => {} });
  const bar = progress(2, { label: "training", view, now: time.now });
  time.seconds = 4;
  bar.tick(2);
  bar.done();
  time.seconds = 600; // a later cell ends in the bar
  assertEquals(`${bar}`, "training 100% 2/2 0.5/s, 4 s in all");
});
