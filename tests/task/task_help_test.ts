import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { LANGUAGE_OPTIONS } from "../../lib/task/language_options.ts";
import { optionsHelp, taskHelp, wrapped } from "../../lib/task/task_help.ts";
import { TRAIN_OPTIONS } from "../../lib/task/translate_train_options.ts";
import { canRead, canRun } from "../support/permissions.ts";

const OPTIONS = {
  model: {
    type: "text",
    choices: ["dense", "shapeshifter", "narrow"],
    default: "dense",
    help: "the kind of model, which others change",
  },
  data: { type: "file", help: "pairs of your own" },
  output: { type: "folder", help: "where all goes" },
} as const;

Deno.test("optionsHelp() wraps descriptions below themselves", () => {
  assertEquals(
    optionsHelp(OPTIONS, 58),
    `Options:
  --model NAME            the kind of model, which others
                          change
                          (dense|shapeshifter|narrow;
                          default dense)
  --data FILE             pairs of your own
  --output FOLDER         where all goes`,
  );
});

Deno.test("optionsHelp() puts descriptions below options where there is little room", () => {
  assertEquals(
    optionsHelp(OPTIONS, 30),
    `Options:
  --model NAME
      the kind of model, which
      others change (dense|
      shapeshifter|narrow;
      default dense)
  --data FILE
      pairs of your own
  --output FOLDER
      where all goes`,
  );
});

Deno.test("optionsHelp() keeps to the columns with the options of tasks", () => {
  for (const options of [TRAIN_OPTIONS, LANGUAGE_OPTIONS]) {
    for (const columns of [40, 60, 80]) {
      for (const line of optionsHelp(options, columns).split("\n")) {
        assert(line.length <= columns, line);
      }
    }
  }
});

Deno.test("wrapped() leaves a word that is too long whole", () => {
  assertEquals(
    wrapped("to output/language-model", { columns: 10 }),
    [
      "to",
      "output/language-model",
    ].join("\n"),
  );
  assertEquals(wrapped("", { columns: 10 }), "");
});

Deno.test("taskHelp() says how a task is called, and what it does", () => {
  assertEquals(taskHelp("deno task a", "Does b."), "deno task a\n\nDoes b.");
  assertEquals(
    taskHelp("deno task a", "Does b.", "Options:"),
    "deno task a\n\nDoes b.\n\nOptions:",
  );
});

for (const [task, said] of [["kernels", "Compiles"], ["doc_lint", "Lints"]]) {
  Deno.test({
    name: `${task} --help says what the task does, and does nothing`,
    ignore: !canRead || !canRun,
    fn: async () => {
      const script = new URL(`../../lib/task/${task}.ts`, import.meta.url);
      const command = new Deno.Command(Deno.execPath(), {
        args: ["run", "--allow-read", fileURLToPath(script), "--help"],
        env: { NO_COLOR: "1" },
      });
      const { code, stdout } = await command.output(); // without any other permission
      const text = new TextDecoder().decode(stdout);
      assertEquals(code, 0);
      assertStringIncludes(
        text,
        `deno task ${task.replace("_", "-")}\n\n${said}`,
      );
    },
  });
}
