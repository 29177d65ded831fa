import { assertEquals } from "@std/assert";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { kindsOf } from "../../lib/task/digits_models.ts";
import { markdownRows } from "../support/markdown_rows.ts";
import { canRead } from "../support/permissions.ts";

Deno.test({
  name: "kindsOf() gives models of the parameters that README tells",
  ignore: !canRead,
  fn: async () => {
    await useBackend("cpu");
    const kinds = kindsOf(64, 10);
    const [[, { make }]] = kinds;
    const whole = make(1, undefined as never);
    const rows = kinds.map(([name, { make }]) => {
      const model = make(1, whole);
      const parameters = model.countParams().toLocaleString("en-US");
      model.dispose();
      return [name === "dense" ? "dense 64–256–256–10" : name, parameters];
    });
    whole.dispose();
    const found = await markdownRows(
      new URL("../../README.md", import.meta.url),
    );
    const start = found.findIndex(([name]) => name === rows[0][0]);
    assertEquals(
      found.slice(start, start + rows.length).map((row) => row.slice(0, 2)),
      rows,
    );
  },
});
