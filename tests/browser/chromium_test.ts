import { assertEquals, assertRejects } from "@std/assert";
import { chromiumPath } from "../../lib/task/chromium.ts";
import { canBrowse } from "../support/permissions.ts";

const ignore = !canBrowse;

Deno.test({
  name: "chromiumPath() takes the program that the variable names",
  ignore,
  fn: async () => {
    const program = Deno.execPath();
    assertEquals(
      await chromiumPath({ KRONLAB_CHROMIUM: program, PATH: "" }),
      program,
    );
  },
});

Deno.test({
  name: "chromiumPath() says how to get a Chromium that is missing",
  ignore,
  fn: async () => {
    const named = await assertRejects(
      () => chromiumPath({ KRONLAB_CHROMIUM: "/no/such", PATH: "" }),
      Error,
    );
    assertEquals(
      named.message,
      "Cannot open a browser as KRONLAB_CHROMIUM must name the program of Chromium: got /no/such",
    );
  },
});
