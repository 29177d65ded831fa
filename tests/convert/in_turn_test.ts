import { assertEquals } from "@std/assert";
import { inTurn } from "../../lib/convert/in_turn.ts";

Deno.test("inTurn() does one work on a place after the other, also behind a failure", async () => {
  const said: string[] = [];
  const work = (name: string, fails = false) => async () => {
    said.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve));
    said.push(`${name} ends`);
    if (fails) throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled([
    inTurn("here", work("a", true)),
    inTurn("here", work("b")),
    inTurn("there", work("c")),
  ]);
  assertEquals(results.map(({ status }) => status), [
    "rejected",
    "fulfilled",
    "fulfilled",
  ]);
  assertEquals(said.filter((line) => !line.startsWith("c")), [
    "a begins",
    "a ends",
    "b begins",
    "b ends",
  ]);
  assertEquals(said.indexOf("c begins") < said.indexOf("a ends"), true);
});
