import { tf } from "../../lib/engine/tf.ts";
import { addBias } from "../../lib/op/add_bias.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("addBias() does what tf.add() does, gradients too", () => {
  for (const lead of [[], [4], [2, 3], [0]]) {
    const x = tf.randomNormal([...lead, 5], 0, 1, "float32", 1);
    const bias = tf.randomNormal([5], 0, 1, "float32", 2);
    const weights = tf.randomNormal([...lead, 5], 0, 1, "float32", 3);
    assertAllClose(addBias(x, bias), tf.add(x, bias));
    const [ours, theirs] = [addBias, tf.add].map((add) =>
      tf.grads((x: tf.Tensor, bias: tf.Tensor) =>
        tf.sum(tf.mul(add(x, bias), weights))
      )([x, bias])
    );
    for (const i of [0, 1]) {
      assertAllClose(ours[i], theirs[i], { absolute: 1e-5 });
    }
  }
});
