import { Buffer } from "node:buffer";
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { readSafetensors } from "../../lib/convert/read_safetensors.ts";
import { writeSafetensors } from "../../lib/convert/write_safetensors.ts";
import { tf } from "../../lib/engine/tf.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

/**
 * safetensors 0.8.0 of PyPI, numpy 2: safetensors.numpy.save({
 * "a": np.arange(6, dtype=np.float32).reshape(2, 3), "h": np.array([0.5, -2], np.float16),
 * "d": np.array([1e-3]), "i": np.array([[7]], np.int32), "n": np.array([-1, 2], np.int8),
 * "b": np.array([True, False]), "e": np.zeros((0, 4), np.float32)}, {"from": "numpy"})
 */
const FROM_NUMPY = Uint8Array.fromBase64(
  "qAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmcm9tIjoibnVtcHkifSwiZCI6eyJkdHlwZSI6IkY2NCIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzAsOF19LCJhIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsyLDNdLCJkYXRhX29mZnNldHMiOls4LDMyXX0sImUiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzAsNF0sImRhdGFfb2Zmc2V0cyI6WzMyLDMyXX0sImkiOnsiZHR5cGUiOiJJMzIiLCJzaGFwZSI6WzEsMV0sImRhdGFfb2Zmc2V0cyI6WzMyLDM2XX0sImgiOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOlszNiw0MF19LCJuIjp7ImR0eXBlIjoiSTgiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOls0MCw0Ml19LCJiIjp7ImR0eXBlIjoiQk9PTCIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzQyLDQ0XX19ICAg/Knx0k1iUD8AAAAAAACAPwAAAEAAAEBAAACAQAAAoEAHAAAAADgAwP8CAQA=",
);

/** A file with the given header and data. */
function file(header: unknown, data: readonly number[] = []): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

Deno.test("readSafetensors() reads what Python wrote", () => {
  const { tensors, metadata } = readSafetensors(FROM_NUMPY);
  assertEquals(metadata, { from: "numpy" });
  assertEquals(Object.keys(tensors).sort(), [
    "a",
    "b",
    "d",
    "e",
    "h",
    "i",
    "n",
  ]);
  assertAllClose(tensors.a, [[0, 1, 2], [3, 4, 5]], { absolute: 0 });
  assertAllClose(tensors.h, [0.5, -2], { absolute: 0 });
  assertAllClose(tensors.d, [1e-3]);
  assertEquals([tensors.i.dtype, tensors.i.arraySync()], ["int32", [[7]]]);
  assertEquals([tensors.n.dtype, tensors.n.arraySync()], ["int32", [-1, 2]]);
  assertEquals([tensors.b.dtype, tensors.b.arraySync()], ["bool", [1, 0]]);
  assertEquals(tensors.e.shape, [0, 4]);
});

Deno.test("readSafetensors() reads what writeSafetensors() wrote, bit for bit", async () => {
  const values = fc.array(fc.float({ noDefaultInfinity: true }), {
    maxLength: 12,
  });
  const names = fc.string({ minLength: 1 })
    .filter((name) => name !== "__metadata__" && name !== "__proto__");
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(names, values),
      fc.dictionary(names, fc.string()),
      async (arrays, notes) => {
        const tensors = Object.fromEntries(
          Object.entries(arrays).map(([name, array]) =>
            [name, tf.tensor2d(array, [1, array.length])] as const
          ),
        );
        const read = readSafetensors(await writeSafetensors(tensors, notes));
        assertEquals({ ...read.metadata }, { ...notes });
        assertEquals(
          Object.keys(read.tensors).sort(),
          Object.keys(arrays).sort(),
        );
        for (const [name, array] of Object.entries(arrays)) {
          assertEquals(read.tensors[name].shape, [1, array.length]);
          assertEquals(
            [...read.tensors[name].dataSync()],
            [...Float32Array.from(array)],
          );
        }
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("readSafetensors() reads bfloat16", () => {
  const entry = { dtype: "BF16", shape: [2], "data_offsets": [0, 4] };
  const bytes = file({ x: entry }, [0x80, 0x3f, 0x40, 0xc0]);
  assertAllClose(readSafetensors(bytes).tensors.x, [1, -3], { absolute: 0 });
});

Deno.test("readSafetensors() reads each type with its sign or without", () => {
  const types = {
    F64: new Float64Array([0.1, -1e300]),
    I16: new Int16Array([-(2 ** 15), 2 ** 15 - 1]),
    I8: new Int8Array([-128, 127]),
    U8: new Uint8Array([128, 255]),
  };
  for (const [dtype, values] of Object.entries(types)) {
    const entry = { dtype, shape: [2], "data_offsets": [0, values.byteLength] };
    const bytes = file({ x: entry }, [...new Uint8Array(values.buffer)]);
    const { x } = readSafetensors(bytes).tensors;
    assertEquals(x.dtype, dtype === "F64" ? "float32" : "int32");
    assertEquals([...x.dataSync()], [...values].map(Math.fround));
  }
});

Deno.test("readSafetensors() reads int64, which PyTorch counts in, as int32", () => {
  const read = (...values: bigint[]) => {
    const entry = {
      dtype: "I64",
      shape: [values.length],
      "data_offsets": [0, 8 * values.length],
    };
    const data = new Uint8Array(new BigInt64Array(values).buffer);
    return readSafetensors(file({ x: entry }, [...data])).tensors.x;
  };
  const whole = [0, 7, -1, 2 ** 31 - 1, -(2 ** 31)];
  const x = read(...whole.map(BigInt));
  assertEquals(x.dtype, "int32");
  assertEquals([...x.dataSync()], whole);
  for (const large of [2n ** 31n, -(2n ** 31n) - 1n]) {
    assertThrows(
      () => read(1n, large),
      SyntaxError,
      `Cannot read the tensors as the values of x must be in [-2^31, 2^31): got ${large}`,
    );
  }
});

Deno.test("readSafetensors() refuses every file that was cut off", async () => {
  const whole = await writeSafetensors({ x: tf.ones([3]) }, { a: "b" });
  for (let length = 0; length < whole.length; length++) {
    assertThrows(() => readSafetensors(whole.slice(0, length)), SyntaxError);
  }
  const longer = new Uint8Array(whole.length + 1);
  longer.set(whole);
  assertThrows(() => readSafetensors(longer), SyntaxError);
});

Deno.test("readSafetensors() believes no length, and says what is wrong", () => {
  const message = (bytes: Uint8Array) =>
    assertThrows(() => readSafetensors(bytes, "a.safetensors"), SyntaxError)
      .message;
  const begins = (bytes: Uint8Array, text: string) =>
    assertEquals(message(bytes).slice(0, text.length), text);
  const cannot = "Cannot read a.safetensors as";
  assertEquals(
    message(new Uint8Array(7)),
    `${cannot} it must have at least 8 bytes: got 7`,
  );
  const huge = new Uint8Array(16).fill(255);
  assertEquals(
    message(huge),
    `${cannot} its header of 18446744073709551615 bytes must be whole: got 8`,
  );
  begins(file("{"), `${cannot} its header must be JSON: got `);
  assertEquals(
    message(file("[]")),
    `${cannot} its header must be an object: got []`,
  );
  assertEquals(
    message(file({ __metadata__: { a: 1 } })),
    `${cannot} its metadata must be texts: got {"a":1}`,
  );
  const entry = { dtype: "F32", shape: [1], "data_offsets": [0, 4] };
  const four = [0, 0, 0, 0];
  assertEquals(
    message(file({ x: { ...entry, dtype: "toString" } }, four)),
    `${cannot} the type of x must be one of F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL: got toString`,
  );
  begins(
    file({ x: { ...entry, shape: [-1] } }, four),
    `${cannot} x must have a shape and two offsets: got {`,
  );
  begins(
    file({ x: { ...entry, "data_offsets": [0] } }, four),
    `${cannot} x must have a shape and two offsets: got {`,
  );
  assertEquals(
    message(file({ x: { ...entry, shape: [2 ** 40, 2 ** 40] } }, four)),
    `${cannot} x must have ${4 * 2 ** 80} bytes: got 4`,
  );
  assertEquals(
    message(file({ x: entry, y: entry }, four)),
    `${cannot} the data of y must begin at 4: got 0`,
  );
  assertEquals(
    message(file({ x: entry })),
    `${cannot} it must have ${file({ x: entry }).length + 4} bytes: got ${
      file({ x: entry }).length
    }`,
  );
});

Deno.test("readSafetensors() reads from the middle of a buffer", async () => {
  const bytes = await writeSafetensors({ a: tf.tensor1d([1, 2, 3]) });
  const around = new Uint8Array([...new Array(16).fill(7), ...bytes, 7, 7]);
  const { tensors } = readSafetensors(
    around.subarray(16, 16 + bytes.length),
  );
  assertEquals(tensors.a.arraySync(), [1, 2, 3]);
  const read = readSafetensors(Buffer.from(around).subarray(16, -2)).tensors;
  assertEquals(read.a.arraySync(), [1, 2, 3]); // its slice() is no copy
});

Deno.test("readSafetensors() takes entries in any order, and empty ones", () => {
  const { tensors } = readSafetensors(file({
    late: { dtype: "U8", shape: [2], data_offsets: [1, 3] },
    early: { dtype: "U8", shape: [1], data_offsets: [0, 1] },
    none: { dtype: "U8", shape: [0], data_offsets: [0, 0] },
  }, [5, 6, 7]));
  const values = Object.entries(tensors)
    .map(([name, tensor]) => [name, tensor.arraySync()]);
  assertEquals(Object.fromEntries(values), {
    late: [6, 7],
    early: [5],
    none: [],
  });
});

Deno.test("readSafetensors() reads what is wanted, whatever the others are", async () => {
  const bytes = file({
    a: { dtype: "U8", shape: [1], data_offsets: [0, 1] },
    seed: { dtype: "U64", shape: [1], data_offsets: [1, 9] },
    "layer.b": { dtype: "U8", shape: [2], data_offsets: [9, 11] },
  }, [1, ...new Array(8).fill(255), 3, 4]);
  assertThrows(() => readSafetensors(bytes), SyntaxError, "type of seed");
  const before = tf.memory().numTensors;
  const only = ["layer.b"];
  const { tensors } = readSafetensors(bytes, "a.safetensors", { only });
  assertEquals(Object.keys(tensors), only);
  assertEquals([...tensors["layer.b"].dataSync()], [3, 4]);
  tf.dispose(tensors);
  assertEquals(tf.memory().numTensors, before);
  assertThrows(
    () => readSafetensors(bytes, "a.safetensors", { only: ["layer.c"] }),
    RangeError,
    "Cannot read a.safetensors as only must name tensors that it has: got layer.c (did you mean layer.b?)",
  );
  for (const name of [undefined, 3]) {
    assertThrows(
      () => readSafetensors(bytes, undefined, { only: [name] as never }),
      RangeError,
      `only must name tensors that it has: got ${name}`,
    );
  }
  await assertRefusesArguments("read the tensors", readSafetensors, [
    [
      [bytes, undefined, { only: 3 }],
      "only must be an array of names: got 3",
    ],
    [
      [bytes, undefined, { names: only }],
      "each option must be one of only: got names",
    ],
  ]);
});

Deno.test("readSafetensors() keeps nothing of a file that it refuses", () => {
  const bytes = file({
    a: { dtype: "U8", shape: [1], data_offsets: [0, 1] },
    b: { dtype: "I64", shape: [1], data_offsets: [1, 9] },
  }, [1, ...new Array(8).fill(127)]);
  const before = tf.memory().numTensors;
  assertThrows(() => readSafetensors(bytes), SyntaxError, "values of b must");
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("readSafetensors() refuses what are no bytes", () =>
  assertRefusesArguments("read the tensors", readSafetensors, [
    [
      [],
      "it must be a Uint8Array, such as Deno.readFile() gives: got undefined",
    ],
    [
      [Promise.resolve()],
      "it must be a Uint8Array, such as Deno.readFile() gives: got a Promise",
    ],
    [
      [new ArrayBuffer(8)],
      "it must be a Uint8Array, such as Deno.readFile() gives: got an ArrayBuffer",
    ],
  ]));
