/**
 * TensorFlow.js as it comes, quieted and on a backend that needs no set-up; with our
 * kernels it is in `tf.ts`, which is what everybody else imports.
 *
 * @module
 */

import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs";

// The first use of the cpu backend prints an advertisement for tfjs-node.
(tf.findBackend("cpu") as unknown as { firstUse: boolean }).firstUse = false;

// Otherwise the wasm backend would be picked, which must be awaited before any tensor.
tf.setBackend("cpu");

export { tf };
