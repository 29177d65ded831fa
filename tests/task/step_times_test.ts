import { assertEquals } from "@std/assert";
import { equalTimeEpochs } from "../../lib/task/step_times.ts";

Deno.test("equalTimeEpochs() gives fast models more epochs, and each at least one", () => {
  const milliseconds = { dense: 200, narrow: 61, slow: 10_000 };
  assertEquals(equalTimeEpochs({ milliseconds }), {
    dense: 12,
    narrow: 39, // 12 · 200 / 61 = 39.3
    slow: 1,
  });
});
