import { assert, assertEquals } from "@std/assert";
import stringWidth from "string-width";
import { progress } from "../../lib/train/progress.ts";
import { terminalView } from "../../lib/train/terminal_view.ts";

/** What a bar of 92,137 words writes within so many columns after 30 seconds. */
function drawn(columns: number, note: string): string {
  let text = "";
  const time = { seconds: 0 };
  const write = (part: string) => text += part;
  const view = terminalView({ stream: { isTTY: true, columns, write } });
  const now = () => 1_000 * time.seconds;
  const bar = progress(92_137, { label: "words", view, now });
  time.seconds = 30;
  bar.tick(39_851, note);
  bar.done();
  return text;
}

/** What stands in the line at each drawing: from the first column on, the rest cleared. */
function linesOf(text: string): string[] {
  // deno-lint-ignore no-control-regex -- what terminals are told by
  return [...text.matchAll(/\x1b\[1G([^\x1b]*)\x1b\[0?K/g)].map(([, line]) =>
    line
  );
}

const LOSSES = "epoch 1/12, loss 5.43, validation 4.321";

Deno.test("terminalView() draws over its line, ends it and moves nowhere else", () => {
  const text = drawn(120, "epoch 1");
  const bar = "█".repeat(10) + "░".repeat(14);
  const lines = linesOf(text);
  assertEquals(
    [lines[0], lines.at(-1)],
    [
      `words ${"░".repeat(24)} 0% 0/92,137, starting`,
      `words ${bar} 43% 39,851/92,137 1,328/s, 40 s left, epoch 1`,
    ],
  );
  const all = lines.map((line) => `\x1b[1G${line}\x1b[0K`).join("");
  assertEquals(text, `${all}\n`);
});

const lines: [columns: number, note: string, line: string][] = [
  [
    72,
    "epoch 1",
    "words ███████░░░░░░░░░ 43% 39,851/92,137 1,328/s, 40 s left, epoch 1",
  ],
  [88, LOSSES, `words 43% 39,851/92,137 1,328/s, 40 s left, ${LOSSES}`],
  [80, LOSSES, `words 43% 39,851/92,137, 40 s left, ${LOSSES}`],
  [74, LOSSES, `43% 39,851/92,137, 40 s left, ${LOSSES}`],
  [60, LOSSES, `43%, 40 s left, ${LOSSES}`],
  [40, LOSSES, "43% 39,851/92,137, 40 s left, epoch…"],
  [40, "", "words 43% 39,851/92,137, 40 s left"],
  [3, "", "…"],
];

for (const [columns, note, line] of lines) {
  Deno.test(`terminalView() fits ${columns} columns with "${note}"`, () => {
    assertEquals(linesOf(drawn(columns, note)).at(-1), line);
  });
}

Deno.test("terminalView() leaves room for ^C at every width", () => {
  for (let columns = 5; columns <= 130; columns++) {
    for (const { length } of linesOf(drawn(columns, LOSSES))) {
      assert(length <= columns - 4, `${length} of ${columns} columns`);
    }
  }
});

Deno.test("terminalView() counts the columns that wide characters take", () => {
  const written: string[] = [];
  const stream = {
    isTTY: true,
    columns: 40,
    write: (text: string) => void written.push(text),
    cursorTo() {},
    clearLine() {},
    moveCursor() {},
  };
  let now = 0;
  const view = terminalView({ stream: stream as never });
  const bar = progress(10, { label: "训练训练训练", view, now: () => now });
  now = 1_000;
  bar.tick(1, "你好世界你好世界你好世界你好世界");
  bar.done();
  const lines = written.filter((text) => text.includes("%"));
  assert(lines.length > 0);
  for (const line of lines) assert(stringWidth(line) <= 40, line);
});
