import { assert, assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import {
  countWords,
  pairLengths,
  translationLoss,
} from "../../lib/train/translation_loss.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { smallTransformer } from "../support/small_transformer.ts";

const PAIRS = {
  source: [[4, 5, 3], [6, 3], [7, 8, 9, 3]],
  target: [[2, 4, 3], [2, 5, 6, 7, 8, 3], [2, 3]],
  cut: { source: 0, target: 0 },
};

Deno.test("translationLoss() is the mean over words, whatever the batches", async () => {
  const model = smallTransformer();
  const before = tf.memory().numTensors;
  let sum = 0;
  for (const [i, source] of PAIRS.source.entries()) {
    const target = PAIRS.target[i];
    sum += tf.tidy(() => {
      const logits = model.logits(
        tf.tensor2d([source], [1, source.length], "int32"),
        tf.tensor2d([target.slice(0, -1)], [1, target.length - 1], "int32"),
      );
      const logarithms = tf.logSoftmax(logits).arraySync() as number[][][];
      return target.slice(1)
        .reduce((total, id, place) => total - logarithms[0][place][id], 0);
    });
  }
  const loss = await translationLoss(model, PAIRS);
  assert(Math.abs(loss - sum / 8) < 1e-5, `${loss} and ${sum / 8}`);
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("pairLengths() and countWords() count what the model reads and writes", () => {
  assertEquals(pairLengths(PAIRS), [3, 5, 4]);
  assertEquals(countWords(PAIRS, [0, 2]), 2 + 1);
});

Deno.test("translationLoss() stops at a signal", async () => {
  const model = smallTransformer();
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  await assertRejects(
    () => translationLoss(model, PAIRS, { signal: controller.signal }),
    Error,
    "enough",
  );
  model.dispose();
});

Deno.test("translationLoss() refuses what is no Transformer, and no pairs of ids", async () => {
  const model = smallTransformer();
  const need = "pairs must be pairs of ids, such as encodePairs() makes: got";
  await assertRefusesArguments("take the loss of pairs", translationLoss, [
    [[], "model must be a Transformer: got undefined"],
    [[model], `${need} undefined`],
    [
      [model, PAIRS, { singal: null }],
      "each option must be one of signal: got singal (did you mean signal?)",
    ],
    [
      [model, { source: ["Geh!"], target: ["Go!"] }],
      'pairs.source[0] must be an array of ids: got "Geh!"',
    ],
  ]);
  model.dispose();
});
