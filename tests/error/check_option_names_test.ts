import { assertThrows } from "@std/assert";
import { checkOptionNames } from "../../lib/error/check_option_names.ts";

const KNOWN = ["units", "rank", "kernelInitializer"];

Deno.test("checkOptionNames() lets known names pass, whatever their values", () => {
  checkOptionNames("make a layer", {}, KNOWN);
  checkOptionNames("make a layer", { units: undefined, rank: "x" }, KNOWN);
});

Deno.test("checkOptionNames() says which name was probably meant", () => {
  for (
    const [slip, meant] of [
      ["unit", "units"],
      ["Rank", "rank"],
      ["RANK", "rank"],
      ["kernalInitialiser", "kernelInitializer"],
    ]
  ) {
    assertThrows(
      () => checkOptionNames("make a layer", { [slip]: 1 }, KNOWN),
      TypeError,
      `Cannot make a layer as each option must be one of units, rank, kernelInitializer: got ${slip} (did you mean ${meant}?)`,
    );
  }
});

Deno.test("checkOptionNames() guesses nothing where no name is near", () => {
  const error = assertThrows(
    () => checkOptionNames("make a layer", { momentum: 0.9 }, KNOWN),
    TypeError,
  );
  const { message } = error as Error;
  if (!message.endsWith("kernelInitializer: got momentum")) throw error;
});

Deno.test("checkOptionNames() refuses what is no object", () => {
  for (
    const [options, shown] of [
      [undefined, "undefined"],
      [null, "null"],
      [3, "3"],
      [["units"], "an array"],
      [Promise.resolve({}), "a Promise"],
    ]
  ) {
    assertThrows(
      () => checkOptionNames("make a layer", options, KNOWN),
      TypeError,
      `Cannot make a layer as its options must be an object: got ${shown}`,
    );
  }
});

Deno.test("checkOptionNames() takes more slips in a long name", () => {
  assertThrows(
    () => checkOptionNames("make a layer", { kernalInitialisar: 1 }, KNOWN),
    TypeError,
    "got kernalInitialisar (did you mean kernelInitializer?)",
  );
});
