import { assertEquals } from "@std/assert";
import { displayBundle, withDisplay } from "../../lib/convert/with_display.ts";

const INSPECT = Symbol.for("Deno.customInspect");

function twoLines() {
  return { "text/plain": "a  b\n1  2", "text/html": "<b>" };
}

Deno.test("withDisplay() lets console.log print what a notebook shows in words", () => {
  const value = withDisplay({ rows: [] }, twoLines);
  assertEquals(displayBundle(value), twoLines());
  assertEquals(Deno.inspect(value), "a  b\n1  2");
});

Deno.test("withDisplay() indents lines inside of other values", () => {
  const value = withDisplay({}, twoLines);
  assertEquals(
    Deno.inspect({ deep: { value } }),
    "{\n  deep: {\n    value: \n      a  b\n      1  2\n  }\n}",
  );
  const line = withDisplay({}, () => ({ "text/plain": "50%" }));
  assertEquals(Deno.inspect({ line }), "{ line: 50% }");
});

Deno.test("withDisplay() takes words of their own where the display is a promise", () => {
  const value = withDisplay(
    { name: "x" },
    () => Promise.resolve({}),
    function () {
      return `it is ${this.name}`;
    },
  );
  assertEquals(Deno.inspect(value), "it is x");
});

Deno.test("withDisplay() hangs nothing that a loop sees", () => {
  const value = withDisplay({ rows: 1 }, twoLines);
  assertEquals({ ...value }, { rows: 1 });
  assertEquals(Object.getOwnPropertySymbols({ ...value }), []);
});

Deno.test("withDisplay() leaves a method for console.log that is there", () => {
  const value = { [INSPECT]: () => "its own" };
  assertEquals(Deno.inspect(withDisplay(value, twoLines)), "its own");
  class Base {}
  class Own extends Base {
    [INSPECT]() {
      return "the subclass's";
    }
  }
  withDisplay(Base.prototype, twoLines);
  assertEquals(Deno.inspect([new Own(), new Base()]).split("\n").slice(0, 5), [
    "[",
    "  the subclass's,",
    "  ",
    "    a  b",
    "    1  2",
  ]);
});

Deno.test("withDisplay() prints the class of what can't be shown", () => {
  class Broken {}
  withDisplay(Broken.prototype, () => {
    throw new Error("no weights");
  });
  assertEquals(Deno.inspect({ a: new Broken() }), "{ a: [Broken] }");
});
