import { assertEquals, assertRejects } from "@std/assert";
import { readSafetensors } from "../../lib/convert/read_safetensors.ts";
import { writeSafetensors } from "../../lib/convert/write_safetensors.ts";
import { tf } from "../../lib/engine/tf.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("writeSafetensors() refuses what the format has no place for", async () => {
  const message = async (tensors: Record<string, tf.Tensor>) =>
    (await assertRejects(() => writeSafetensors(tensors)) as Error).message;
  assertEquals(
    await message({ x: tf.tensor(["a"]) }),
    "Cannot write tensors as x must be of type float32, int32 or bool: got string",
  );
  assertEquals(
    await message({ __metadata__: tf.ones([1]) }),
    "Cannot write tensors as none may be called __metadata__: got one",
  );
});

Deno.test("writeSafetensors() halves the bytes of float32 alone", async () => {
  const tensors = {
    x: tf.tensor1d([1, -2.5, 1 / 3, 65504, 2 ** -24, NaN, -Infinity]),
    i: tf.tensor1d([70_000], "int32"),
  };
  const bytes = await writeSafetensors(tensors, {}, { half: true });
  const header = new TextDecoder().decode(bytes.subarray(8));
  assertEquals(header.match(/"dtype":"\w+"/g), [
    '"dtype":"F16"',
    '"dtype":"I32"',
  ]);
  const read = readSafetensors(bytes).tensors;
  assertEquals([...read.x.dataSync()], [
    ...[1, -2.5, 1365 / 4096, 65504, 2 ** -24, NaN, -Infinity], // 11 bits of 1/3
  ]);
  assertEquals([...read.i.dataSync()], [70_000]);
});

Deno.test("writeSafetensors() writes float16 as Python does", async () => {
  // the tensor "h" of the file in read_safetensors_test.ts
  const bytes = await writeSafetensors(
    { h: tf.tensor1d([0.5, -2]) },
    {},
    { half: true },
  );
  assertEquals([...bytes.subarray(-4)], [0x00, 0x38, 0x00, 0xc0]);
});

Deno.test("writeSafetensors() refuses what would be infinite as float16", async () => {
  const error = await assertRejects(
    () => writeSafetensors({ x: tf.tensor1d([65_520]) }, {}, { half: true }),
    RangeError,
  ) as Error;
  assertEquals(
    error.message,
    "Cannot write tensors as float16 as the values of x must be in [-65504, 65504]: got 65520",
  );
});

Deno.test("writeSafetensors() refuses metadata that could not be read again", async () => {
  const notes = { epoch: 3 } as unknown as Record<string, string>;
  const error = await assertRejects(
    () => writeSafetensors({}, notes),
    TypeError,
  );
  assertEquals(
    error.message,
    'Cannot write tensors as their metadata must be texts: got {"epoch":3}',
  );
});

Deno.test("writeSafetensors() begins its data at a multiple of 8", async () => {
  for (let length = 1; length <= 8; length++) {
    const tensors = { ["a".repeat(length)]: tf.tensor1d([1]) };
    const bytes = await writeSafetensors(tensors);
    const header = new DataView(bytes.buffer).getBigUint64(0, true);
    assertEquals(header % 8n, 0n);
  }
});

Deno.test("writeSafetensors() refuses what are no tensors by name and no option", () =>
  assertRefusesArguments("write tensors", writeSafetensors, [
    [[], "they must come by name, such as { a: tf.ones([2]) }: got undefined"],
    [
      [{}, {}, { halve: true }],
      "each option must be one of half: got halve (did you mean half?)",
    ],
  ]));

Deno.test("writeSafetensors() writes the values of one moment", async () => {
  const weights = Object.fromEntries(
    ["a", "b", "c", "d"].map((name) => [name, tf.variable(tf.scalar(0))]),
  );
  const written = writeSafetensors(weights);
  for (let step = 1; step <= 8; step++) { // a training that goes on
    for (const weight of Object.values(weights)) weight.assign(tf.scalar(step));
    await Promise.resolve();
  }
  const { tensors } = readSafetensors(await written);
  assertEquals(
    Object.values(tensors).map((tensor) => tensor.dataSync()[0]),
    [0, 0, 0, 0],
  );
});
