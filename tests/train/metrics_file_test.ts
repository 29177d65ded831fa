import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { MetricsFile } from "../../lib/train/metrics_file.ts";
import { canRead, canWrite } from "../support/permissions.ts";

Deno.test({
  name: "MetricsFile adds lines, and takes back those behind a number",
  ignore: !canRead || !canWrite,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "metrics.jsonl");
    const file = new MetricsFile(path);
    await file.keep(0);
    [1, 2, 3].forEach((step) => file.add({ step }));
    assertEquals(file.lines, 3);
    await file.flush();
    await Deno.writeTextFile(path, '{"st', { append: true }); // killed here
    const next = new MetricsFile(path);
    await next.keep(2);
    next.add({ step: 9 });
    await next.flush();
    assertEquals(
      await Deno.readTextFile(path),
      '{"step":1}\n{"step":2}\n{"step":9}\n',
    );
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("MetricsFile without a path writes nothing", async () => {
  const file = new MetricsFile(undefined);
  await file.keep(0);
  file.add({ step: 1 });
  await file.flush();
  assertEquals(file.lines, 1);
});
