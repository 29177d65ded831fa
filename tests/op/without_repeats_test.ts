import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { withoutRepeats } from "../../lib/op/without_repeats.ts";
import { testOnBackends } from "../support/backends.ts";

/** A lookup in a table of squares that notes which ids it was asked for. */
function squares() {
  const asked: number[][] = [];
  const lookUp = (ids: Int32Array) => {
    asked.push([...ids]);
    return tf.tensor2d([...ids].flatMap((id) => [id, id ** 2]), [
      ids.length,
      2,
    ]);
  };
  return { asked, lookUp };
}

testOnBackends("withoutRepeats() answers as the lookup itself does", () => {
  const ids = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 });
  fc.assert(
    fc.property(ids, (ids) => {
      tf.tidy(() => {
        const rows = withoutRepeats(Int32Array.from(ids), squares().lookUp);
        assertEquals(rows.shape, [ids.length, 2]);
        assertEquals(
          [...rows.dataSync()],
          ids.flatMap((id) => [id, id ** 2]),
        );
      });
    }),
    { numRuns: 30 },
  );
});

Deno.test("withoutRepeats() looks up each id once where many repeat", () => {
  const { asked, lookUp } = squares();
  withoutRepeats(Int32Array.of(7, 3, 7, 7, 3, 1), lookUp);
  assertEquals(asked, [[7, 3, 1]]);
});

Deno.test("withoutRepeats() leaves ids alone where few repeat", () => {
  const { asked, lookUp } = squares();
  withoutRepeats(Int32Array.of(7, 3, 1, 7), lookUp);
  assertEquals(asked, [[7, 3, 1, 7]]);
});

testOnBackends("withoutRepeats() adds up the gradients of repeats", () => {
  const table = tf.tensor2d([[1, 2], [3, 4]]);
  const gradient = tf.grad((table) =>
    tf.tidy(() =>
      withoutRepeats(
        Int32Array.of(1, 0, 1, 1),
        (ids) => tf.gather(table, tf.tensor1d(ids, "int32")) as tf.Tensor2D,
      )
    )
  )(table);
  assertEquals([...gradient.dataSync()], [1, 1, 3, 3]);
});
