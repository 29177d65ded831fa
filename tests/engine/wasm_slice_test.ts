import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), {
  minLength: 1,
  maxLength: 4,
});

/** A shape with a part of it; whole axes are drawn often, as runs of numbers need them. */
const parts = shapes.chain((shape) =>
  fc.tuple(
    fc.constant(shape),
    fc.tuple(...shape.map((length) =>
      fc.integer({ min: 0, max: length - 1 }).chain((begin) =>
        fc.oneof(
          fc.constant([0, length]),
          fc.tuple(
            fc.constant(begin),
            fc.integer({ min: 0, max: length - begin }),
          ),
        )
      )
    )),
  )
);

testOnBackends("tf.slice() takes the numbers that indices name", () => {
  fc.assert(fc.property(parts, ([shape, part]) => {
    const x = tf.reshape(
      tf.range(0, tf.util.sizeFromShape(shape), 1, "float32"),
      shape,
    );
    const [begin, size] = [0, 1].map((i) => part.map((pair) => pair[i]));
    const strides = [...tf.util.computeStrides(shape), 1];
    const expected = Array.from(
      { length: tf.util.sizeFromShape(size) },
      (_, i) => {
        let [rest, place] = [i, 0];
        for (let axis = shape.length - 1; axis >= 0; axis--) {
          place += (begin[axis] + rest % size[axis]) * strides[axis];
          rest = Math.floor(rest / size[axis]);
        }
        return place;
      },
    );
    const taken = tf.slice(x, begin, size);
    assertEquals(taken.shape, size);
    assertEquals([...taken.dataSync()], expected);
    tf.dispose([x, taken]);
  }));
}, { except: ["webgpu"] }); // which can't take parts without entries

testOnBackends("tf.split() takes a tensor apart along its first axis", () => {
  const x = tf.tensor2d([[1, 2], [3, 4], [5, 6]]);
  const parts = tf.split(x, [1, 2]);
  assertEquals(parts.map((part) => part.arraySync()), [
    [[1, 2]],
    [[3, 4], [5, 6]],
  ]);
  const columns = tf.split(x, 2, 1);
  assertEquals(columns[1].arraySync(), [[2], [4], [6]]);
});

testOnBackends("tf.slice() refuses a part that is not there", () => {
  assertThrows(() => tf.slice1d(tf.tensor1d([1, 2, 3]), 2, 2));
});
