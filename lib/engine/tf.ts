/**
 * The one instance of TensorFlow.js that everything here works on.
 *
 * @module
 */

import "@tensorflow/tfjs-backend-wasm";

import * as tf from "@tensorflow/tfjs";

export { tf };
