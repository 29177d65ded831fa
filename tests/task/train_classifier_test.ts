// deno-lint-ignore-file no-console -- what the task prints is tested
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { fileSystem } from "../../lib/convert/file_system.ts";
import { tf } from "../../lib/engine/tf.ts";
import { trainClassifierTask } from "../../lib/task/train_classifier.ts";
import { canRead, canWrite } from "../support/permissions.ts";
import { testInFolder } from "../support/test_in_folder.ts";

const ignore = !canRead || !canWrite;
const TEXTS = "text,category\n" +
  Array.from(
    { length: 30 },
    (_, i) => `word${i % 3} and ${i % 5},class${i % 3}\n`,
  )
    .join("");

/** Runs the task on a file, and answers its exit code, its folder and what it said. */
async function run(content: string, ...more: string[]) {
  const folder = await Deno.makeTempDir();
  const said: string[] = [];
  const { log } = console;
  console.log = (text: string) => said.push(text);
  try {
    await Deno.writeTextFile(`${folder}/a.csv`, content);
    const args = ["--data", `${folder}/a.csv`, "--output", `${folder}/out`];
    const small = ["--epochs", "2", "--width", "8", ...more];
    const code = await trainClassifierTask([...args, ...small]);
    const again = await trainClassifierTask([...args, ...small]);
    const runs: string[] = [];
    for await (const { name } of Deno.readDir(`${folder}/out`)) runs.push(name);
    const xs = runs.find((name) => name.startsWith("word2ketXS"))!;
    const model = await tf.loadLayersModel(fileSystem(`${folder}/out/${xs}`));
    const { words } = JSON.parse(
      await Deno.readTextFile(`${folder}/out/${xs}/vocabulary.json`),
    );
    const report = await Deno.readTextFile(`${folder}/out/report.html`);
    return { code, again, said: said.join("\n"), runs, model, words, report };
  } finally {
    console.log = log;
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "train-classifier compares models on a file, keeps them and goes on",
  ignore,
  fn: async () => {
    const result = await run(TEXTS, "--ngrams", "2", "--buckets", "7");
    assertEquals([result.code, result.again], [0, 0]);
    assertStringIncludes(
      result.said,
      "24 texts to train on and 6 to test with, 3 classes",
    );
    assertStringIncludes(result.said, "6 of 6 models are in");
    assertEquals(result.runs.length, 6 + 2); // and the report and a picture
    assertStringIncludes(result.report, "What smaller word vectors cost");
    assertEquals(result.words.length, 9);
    assert(result.model.outputs[0].shape.at(-1) === 3);
  },
});

Deno.test({
  name: "train-classifier says how many texts it cut",
  ignore,
  fn: async () => {
    const { said } = await run(TEXTS, "--max-words", "2");
    assertStringIncludes(
      said,
      "30 texts were cut as they have more words than allowed",
    );
  },
});

Deno.test({
  name: "train-classifier takes labels without the spaces around them",
  ignore,
  fn: async () => {
    const spaced = TEXTS.replace("class1", " class1 ");
    assertStringIncludes((await run(spaced)).said, "3 classes");
  },
});

const refused: [what: string, content: string, message: string][] = [
  [
    "an empty file",
    "",
    "Cannot read a.csv as it must not be empty: got no lines",
  ],
  [
    "a file without the column",
    "text,intent\na,b\n",
    'Cannot read a.csv as it must have a column "category": got "text", "intent"',
  ],
  [
    "a text without a label",
    TEXTS + "word0 and 7, \n",
    "Cannot read a.csv as each text must have a label: got none in row 31",
  ],
  [
    "a file that is too small",
    "text,category\na,b\nc,d\n",
    "Cannot hold out texts as there must be enough of a class to take 0.2 of them: got 2 texts",
  ],
];

for (const [what, content, message] of refused) {
  Deno.test({
    name: `train-classifier refuses ${what}`,
    ignore,
    fn: async () => {
      const error = await assertRejects(() => run(content), Error);
      assertEquals(error.message, message);
    },
  });
}

testInFolder(
  "train-classifier refuses a text to test with that has no label",
  async (folder) => {
    const test = join(folder, "b.csv");
    await Deno.writeTextFile(test, "text,category\na,class1\nb, \n");
    const error = await assertRejects(
      () => run(TEXTS, "--test", test),
      SyntaxError,
    );
    assertEquals(
      error.message,
      "Cannot read b.csv as each text must have a label: got none in row 2",
    );
  },
);

Deno.test("train-classifier refuses to run without a file", async () => {
  const error = await assertRejects(() => trainClassifierTask([]), SyntaxError);
  assertEquals(
    error.message,
    "Cannot run the task as --data must name a file of texts; --help lists the options",
  );
});
