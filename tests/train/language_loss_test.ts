import { assert, assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { languageLoss } from "../../lib/train/language_loss.ts";
import { languageTask } from "../../lib/train/language_task.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { smallLanguageModel } from "../support/small_language_model.ts";

testOnBackends(
  "languageLoss() counts every id but the first once",
  async () => {
    const model = smallLanguageModel();
    const ids = Int32Array.from({ length: 15 }, (_, i) => (4 + i) % 9); // two windows of six and a part of one; 0 among them
    const before = tf.memory().numTensors;
    const loss = await languageLoss(model, ids, { window: 6 });
    assertEquals(tf.memory().numTensors, before);
    let sum = 0;
    for (let place = 1; place < ids.length; place++) {
      const first = place - 1 - (place - 1) % 6;
      const seen = [...ids.subarray(first, place)];
      sum -= tf.tidy(() => {
        const logits = model.logits(
          tf.tensor2d(seen, [1, seen.length], "int32"),
        );
        const last = tf.slice(logits, [0, seen.length - 1, 0], [1, 1, 9]);
        return tf.logSoftmax(tf.reshape(last, [9])).dataSync()[ids[place]];
      });
    }
    assert(Math.abs(loss - sum / 14) < 1e-5, `${loss}, ${sum / 14}`);
    model.dispose();
  },
);

Deno.test("languageLoss() refuses no window and no text", async () => {
  const model = smallLanguageModel();
  const ids = Int32Array.of(1, 2, 3);
  const error = await assertRejects(
    () => languageLoss(model, ids, { window: 0 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot take the loss of a text as window must be an integer >= 1: got 0",
  );
  await assertRejects(
    () => languageLoss(model, ids.subarray(0, 1), { window: 2 }),
    RangeError,
    "Cannot take the loss of a text as number of ids to predict must be an integer >= 1: got 0",
  );
  model.dispose();
});

Deno.test("languageLoss() stops at a signal, and leaves no tensor behind", async () => {
  const model = smallLanguageModel();
  const ids = Int32Array.of(1, 2, 3);
  const before = tf.memory().numTensors;
  const signal = AbortSignal.abort(new RangeError("enough"));
  await assertRejects(
    () => languageLoss(model, ids, { window: 2, signal }),
    RangeError,
    "enough",
  );
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("languageLoss() and languageTask() take a list of ids, as a vocabulary gives it", async () => {
  const model = smallLanguageModel();
  const ids = [1, 2, 3, 4, 5];
  const typed = Int32Array.from(ids);
  const window = { window: 2 };
  assertEquals(
    await languageLoss(model, ids, window),
    await languageLoss(model, typed, window),
  );
  const sizes = { ...window, batch: 1, batches: 1 };
  const losses = [ids, typed].map((train) =>
    tf.tidy(() =>
      languageTask(model, { train, ...sizes }).loss([1], 2).dataSync()[0]
    )
  );
  assertEquals(losses[0], losses[1]);
  model.dispose();
});

Deno.test("languageLoss() refuses what is no LanguageModel or list of ids, and options that are none", async () => {
  const model = smallLanguageModel();
  const ids =
    "text must be an array of ids, such as a vocabulary's encode() gives";
  await assertRefusesArguments("take the loss of a text", languageLoss, [
    [[], "model must be a LanguageModel: got undefined"],
    [[model, "a text", { window: 2 }], `${ids}: got "a text"`],
    [[model, [1, 2]], "its options must be an object: got undefined"],
  ]);
  model.dispose();
});
