import { assertEquals, assertThrows } from "@std/assert";
import { writeSafetensors } from "../../lib/convert/write_safetensors.ts";
import { tf } from "../../lib/engine/tf.ts";
import { assignWeights } from "../../lib/train/model_weights.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("assignWeights() takes the values of a file, and holds no more", async () => {
  const weights = { a: tf.variable(tf.zeros([2])) };
  const a = tf.tensor1d([1, 2]);
  const bytes = await writeSafetensors({ a }, { from: "me" });
  const before = tf.memory().numTensors;
  assertEquals(assignWeights(weights, bytes, { name: "a.safetensors" }), {
    from: "me",
  });
  assertEquals([...weights.a.dataSync()], [1, 2]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("assignWeights() names the weights that differ and changes none", async () => {
  const weights = {
    a: tf.variable(tf.zeros([2])),
    b: tf.variable(tf.zeros([2, 3])),
    c: tf.variable(tf.zeros([1])),
  };
  const bytes = await writeSafetensors({
    a: tf.ones([2]),
    b: tf.ones([3, 2]),
    d: tf.ones([1]),
  });
  const before = tf.memory().numTensors;
  const error = assertThrows(
    () => assignWeights(weights, bytes, { name: "a.safetensors" }),
    RangeError,
  );
  assertEquals(
    error.message,
    'Cannot take weights from a.safetensors as they must be those of the model: got b "[3, 2]", not "[2, 3]", d "[1]", not missing, c missing, not "[1]"',
  );
  assertEquals([...weights.a.dataSync()], [0, 0]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("assignWeights() refuses weights of another type", async () => {
  const weights = { a: tf.variable(tf.zeros([2])) };
  const bytes = await writeSafetensors({ a: tf.ones([2], "int32") });
  const error = assertThrows(
    () => assignWeights(weights, bytes, { name: "a.safetensors" }),
    RangeError,
  );
  assertEquals(
    error.message,
    'Cannot take weights from a.safetensors as they must be those of the model: got a "int32 [2]", not "[2]"',
  );
});

Deno.test("assignWeights() refuses what are no weights, no bytes and no option", async () => {
  const weights = { a: tf.variable(tf.zeros([2])) };
  const bytes = await writeSafetensors(weights);
  await assertRefusesArguments("assign weights", assignWeights, [
    [[], "they must come by name, such as a model's weights: got undefined"],
    [
      [weights, bytes, { nam: "x" }],
      "each option must be one of name: got nam (did you mean name?)",
    ],
  ]);
  await assertRefusesArguments("read the file", assignWeights, [
    [
      [weights, "a.safetensors"],
      'it must be a Uint8Array, such as Deno.readFile() gives: got "a.safetensors"',
    ],
  ]);
});

Deno.test("assignWeights() needs no name", async () => {
  const weights = { a: tf.variable(tf.tensor1d([1, 2])) };
  const bytes = await writeSafetensors(weights, { config: "{}" });
  weights.a.assign(tf.zeros([2]));
  assertEquals(assignWeights(weights, bytes), { config: "{}" });
  assertEquals([...weights.a.dataSync()], [1, 2]);
});
