import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tf } from "../../lib/engine/tf.ts";
import { beamSearch } from "../../lib/model/beam_search.ts";
import { WordTokenizer } from "../../lib/text/word_tokenizer.ts";
import { Translator } from "../../lib/train/translator.ts";
import type { TranslatorParts } from "../../lib/train/translator_folder.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { smallTransformer } from "../support/small_transformer.ts";
import { smallTranslator } from "../support/small_translator.ts";
import { testInFolder } from "../support/test_in_folder.ts";

const SENTENCES = ["A b c", "d", "", "e f g a b c d", "b q"];

Deno.test("Translator.translate() gives each sentence what beam search gives it alone", async () => {
  const translator = smallTranslator();
  const before = tf.memory().numTensors;
  const options = { beams: 2, lengthPenalty: 1 };
  let counted = 0;
  const texts = await translator.translate(SENTENCES, {
    ...options,
    batchSize: 2,
    onBatch: (sentences) => counted += sentences,
  });
  assertEquals(counted, 4); // all but the empty one
  for (const [i, sentence] of SENTENCES.entries()) {
    if (sentence === "") {
      assertEquals(texts[i], "");
      continue;
    }
    const source = [...translator.source.encode(sentence), 3];
    const [{ ids }] = await beamSearch(translator.model, [source], options);
    assertEquals(texts[i], translator.target.decode(ids));
  }
  assert(new Set(texts).size >= 4); // so that a wrong order would be seen
  assertEquals(await translator.translate([]), []);
  assertEquals(tf.memory().numTensors, before);
  translator.dispose();
});

Deno.test("Translator.translate() refuses a sentence longer than the positions, or cuts it", async () => {
  const translator = smallTranslator();
  const long = "a b c d e f g a";
  const error = await assertRejects(
    () => translator.translate(["a", long]),
    RangeError,
  ) as Error;
  assertEquals(
    error.message,
    "Cannot translate sentence 2 as it must have at most 7 words, one less than the model has positions: got 8",
  );
  assertEquals(
    await translator.translate([long], { cut: true }),
    await translator.translate(["a b c d e f g"]),
  );
  translator.dispose();
});

Deno.test("Translator.unknownWords() names each of them once", () => {
  const translator = smallTranslator();
  assertEquals(translator.unknownWords("A q b, q!"), ["q", ",", "!"]);
  assertEquals(translator.unknownWords("a B"), []);
  translator.dispose();
});

Deno.test("Translator.encode() cuts and counts what exceeds the positions", () => {
  const translator = smallTranslator();
  const { source, target, cut } = translator.encode({
    source: ["a b c d e f g a b"],
    target: ["v w"],
  });
  assertEquals([source[0].length, target[0]], [8, [2, 4, 5, 3]]);
  assertEquals(cut, { source: 1, target: 0 });
  translator.dispose();
});

Deno.test("Translator refuses a model of other tokenizers", () => {
  const model = smallTransformer();
  const words = new WordTokenizer(["a"]);
  const error = assertThrows(
    () =>
      new Translator({ model, kind: "words", source: words, target: words }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a translator as the model must have the ids of its tokenizers: got sourceSize 11, not 5, targetSize 9, not 5",
  );
  model.dispose();
});

const FACTORED = {
  embedding: { rank: 2 },
  attention: { rank: 2, objective: "lowRank" },
} as const;

testInFolder(
  "Translator.read() gives back what write() put there",
  async (folder) => {
    const translator = smallTranslator({ factored: FACTORED });
    const path = join(folder, "new", "one");
    await translator.write(path);
    const before = tf.memory().numTensors;
    const twin = await Translator.read(path);
    assertEquals(twin.model.config, translator.model.config);
    for (const [name, weight] of Object.entries(translator.model.weights)) {
      assertEquals(twin.model.weights[name].dataSync(), weight.dataSync());
    }
    assertEquals(
      await twin.translate(SENTENCES),
      await translator.translate(SENTENCES),
    );
    twin.dispose();
    assertEquals(tf.memory().numTensors, before);
    const again = await Translator.read(pathToFileURL(path));
    assertEquals([again.kind, again.lowerCase], ["words", true]);
    again.dispose();
    translator.dispose();
  },
);

testInFolder(
  "Translator.write() halves the weights if it is told to",
  async (folder) => {
    const translator = smallTranslator();
    const sizes = [];
    for (const half of [false, true]) {
      await translator.write(folder, { half });
      const bytes = await Deno.readFile(join(folder, "weights.safetensors"));
      const header = new DataView(bytes.buffer).getBigUint64(0, true);
      sizes.push(bytes.length - 8 - Number(header));
    }
    const parameters = translator.model.countParams();
    assertEquals(sizes, [4 * parameters, 2 * parameters]);
    const twin = await Translator.read(folder);
    for (const [name, weight] of Object.entries(translator.model.weights)) {
      const halves = weight.dataSync().map((value) => Math.f16round(value));
      assertEquals(twin.model.weights[name].dataSync(), halves);
    }
    translator.dispose();
    twin.dispose();
  },
);

testInFolder(
  "Translator.write() leaves nothing but the two files",
  async (folder) => {
    const translator = smallTranslator();
    await translator.write(folder);
    await translator.write(folder);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
      "config.json",
      "weights.safetensors",
    ]);
    translator.dispose();
  },
);

Deno.test("Translator refuses what it can't be made of, what is no list, and no path", async () => {
  const translator = smallTranslator();
  const { model, kind, source } = translator;
  const need = "must be a tokenizer, such as WordTokenizer.of() makes: got";
  await assertRefusesArguments(
    "make a translator",
    (parts: TranslatorParts) => new Translator(parts),
    [
      [[], "its parts must be an object: got undefined"],
      [[{ kind, source }], "model must be a Transformer: got undefined"],
      [[{ model, kind }], `source ${need} undefined`],
      [[{ model, kind, source, target: "en" }], `target ${need} "en"`],
      [
        [{ model, kind: "letters", source, target: source }],
        'kind must be one of words, subwords: got "letters"',
      ],
    ],
  );
  const translate: Translator["translate"] = (...args) =>
    translator.translate(...args);
  await assertRefusesArguments("translate", translate, [
    [["A b c"], 'sentences must be an array of sentences: got "A b c"'],
    [[["A b c"], 4], "its options must be an object: got 4"],
    [
      [["A b c"], { beam: 4 }],
      "each option must be one of beams, lengthPenalty, batchSize, cut, onBatch: got beam (did you mean beams?)",
    ],
  ]);
  const path = "its path must be a string or a URL: got";
  const write = (folder: string) => translator.write(folder);
  await assertRefusesArguments("open a translator's folder", Translator.read, [
    [[], `${path} undefined`],
  ]);
  await assertRefusesArguments("open a translator's folder", write, [
    [[42], `${path} 42`],
  ]);
  translator.dispose();
});
