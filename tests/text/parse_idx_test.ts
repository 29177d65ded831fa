import { assertEquals, assertThrows } from "@std/assert";
import { parseIdx } from "../../lib/text/parse_idx.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

/** An IDX file of the given type byte, shape and data bytes. */
function idx(type: number, shape: number[], data: number[]): Uint8Array {
  const sizes = shape.flatMap((size) => [0, 0, size >> 8, size & 255]);
  return new Uint8Array([0, 0, type, shape.length, ...sizes, ...data]);
}

Deno.test("parseIdx() reads pictures", () => {
  const { shape, values } = parseIdx(
    idx(8, [2, 1, 3], [1, 2, 3, 253, 254, 255]),
  );
  assertEquals(shape, [2, 1, 3]);
  assertEquals(values, new Uint8Array([1, 2, 3, 253, 254, 255]));
});

Deno.test("parseIdx() reads every type, big-endian", () => {
  assertEquals(parseIdx(idx(9, [1], [255])).values, new Int8Array([-1]));
  assertEquals(parseIdx(idx(0x0b, [1], [1, 2])).values, new Int16Array([258]));
  assertEquals(
    parseIdx(idx(0x0c, [1], [255, 255, 255, 254])).values,
    new Int32Array([-2]),
  );
  assertEquals(
    parseIdx(idx(0x0d, [1], [0x3f, 0xc0, 0, 0])).values,
    new Float32Array([1.5]),
  );
  assertEquals(
    parseIdx(idx(0x0e, [1], [0x3f, 0xf8, 0, 0, 0, 0, 0, 0])).values,
    new Float64Array([1.5]),
  );
});

Deno.test("parseIdx() reads from the middle of a buffer", () => {
  const whole = new Uint8Array([
    9,
    9,
    ...idx(8, [300], new Array(300).fill(4)),
  ]);
  const { shape, values } = parseIdx(whole.subarray(2));
  assertEquals(shape, [300]);
  assertEquals(values.length, 300);
});

Deno.test("parseIdx() says what is wrong with a file", () => {
  const message = (bytes: Uint8Array) =>
    assertThrows(() => parseIdx(bytes), SyntaxError).message;
  assertEquals(
    message(new TextEncoder().encode("0,1,2")),
    "Cannot parse an IDX file as it must begin with 0, 0, a type and the number of axes: got 48, 44, 49, 44",
  );
  assertEquals(
    message(new Uint8Array([0, 0, 8, 2, 0, 0, 0, 1])),
    "Cannot parse an IDX file as it must have 12 bytes of sizes at least: got 8",
  );
  assertEquals(
    message(idx(8, [2, 2], [1, 2, 3])),
    "Cannot parse an IDX file as it must have 16 bytes for [2, 2]: got 15",
  );
});

Deno.test("parseIdx() refuses what are no bytes", () =>
  assertRefusesArguments("parse an IDX file", parseIdx, [
    [[], "it must be a Uint8Array: got undefined"],
    [[new ArrayBuffer(8)], "it must be a Uint8Array: got an ArrayBuffer"],
  ]));
