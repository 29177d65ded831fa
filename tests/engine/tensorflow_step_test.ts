import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("the step function is that of tfjs", () => {
  const x = tf.tensor1d([-2, -0, 0, 3, Infinity, -Infinity, NaN]);
  const before = tf.memory().numTensors;
  const y = tf.step(x);
  assertEquals(tf.memory().numTensors, before + 1);
  assertEquals([...y.dataSync()], [0, 0, 0, 1, 1, 0, NaN]);
  const leaky = tf.step(x, 0.5);
  assertEquals([...leaky.dataSync()], [0.5, 0.5, 0.5, 1, 1, 0.5, NaN]);
  tf.dispose([x, y, leaky]);
}, { except: ["webgpu"] }); // whose shaders may take NaN for anything
