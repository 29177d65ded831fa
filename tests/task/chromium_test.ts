import { assertEquals, assertRejects } from "@std/assert";
import { chromiumPath } from "../../lib/task/chromium.ts";
import { canRead } from "../support/permissions.ts";

const ignore = !canRead;

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
    if (Deno.build.os !== "linux") return; // elsewhere a Chromium needs no path
    const missing = await assertRejects(
      () => chromiumPath({ PATH: "/no/such" }),
      Error,
    );
    assertEquals(
      missing.message,
      "Cannot open a browser as Chromium must be installed (on Debian: apt-get install chromium) or named by the variable KRONLAB_CHROMIUM: found neither",
    );
  },
});
