import { assertEquals, assertRejects } from "@std/assert";
import { readIdx } from "../../lib/text/read_idx.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { canWrite } from "../support/permissions.ts";

const LABELS = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 7, 3]);

Deno.test({
  name: "readIdx() reads plain and compressed files",
  ignore: !canWrite,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeFile(`${folder}/labels`, LABELS);
      const stream = new Blob([LABELS]).stream()
        .pipeThrough(new CompressionStream("gzip"));
      await Deno.writeFile(`${folder}/labels.gz`, stream);
      for (const name of ["labels", "labels.gz"]) {
        const { shape, values } = await readIdx(`${folder}/${name}`);
        assertEquals([shape, [...values]], [[2], [7, 3]]);
      }
      await Deno.writeFile(`${folder}/broken`, LABELS.subarray(0, 9));
      await assertRejects(
        () => readIdx(`${folder}/broken`),
        SyntaxError,
        "Cannot read broken as it must have 10 bytes for [2]: got 9",
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("readIdx() refuses what is no path", () =>
  assertRefusesArguments("read a file", readIdx, [
    [[], "its path must be a string or a URL: got undefined"],
    [[LABELS], "its path must be a string or a URL: got a Uint8Array"],
  ]));
