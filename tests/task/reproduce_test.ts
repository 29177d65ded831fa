import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { reproduce } from "../../lib/task/reproduce.ts";
import { testInFolder } from "../support/test_in_folder.ts";

testInFolder(
  "reproduce refuses a report on nothing before it measures",
  async (folder) => {
    const output = join(folder, "new");
    const { message } = await assertRejects(
      () => reproduce(["--report", "--output", output]),
      RangeError,
    );
    assertEquals(
      message,
      `Cannot write the report as ${output} must have trainings of this task, or --known must name results: got neither`,
    );
  },
);
