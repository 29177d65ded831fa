import { assertEquals, assertThrows } from "@std/assert";
import { FeedForward } from "../../lib/layer/feed_forward.ts";
import { inOurWords } from "../../lib/layer/in_our_words.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";

Deno.test("layers say which activation there is not, and which was probably meant", () => {
  const makers = [
    () =>
      new KroneckerDense({ units: 4, rank: 1, activation: "rellu" as never }),
    () =>
      new FeedForward({
        units: 4,
        activation: "rellu" as never,
        inputShape: [4],
      }),
  ];
  for (const make of makers) {
    const { message } = assertThrows(make, RangeError);
    assertEquals(
      message,
      'Cannot make a layer as activation must be one that there is, elu, selu, relu, relu6, linear, sigmoid, hardSigmoid, softplus, softsign, tanh, softmax, logSoftmax, gelu, gelu_new, mish, swish: got "rellu" (did you mean relu?)',
    );
  }
});

Deno.test("layers say which initializer there is not, and which was probably meant", () => {
  const error = assertThrows(
    () =>
      new Word2KetXS({
        inputDim: 9,
        outputDim: 4,
        order: 2,
        rank: 1,
        embeddingsInitializer: "randomNorml" as never,
      }),
    RangeError,
  );
  assertEquals(
    error.message,
    'Cannot make a layer as initializer must be one that there is, zeros, ones, constant, randomUniform, randomNormal, truncatedNormal, identity, varianceScaling, glorotUniform, glorotNormal, heNormal, heUniform, leCunNormal, leCunUniform, orthogonal: got "randomNorml" (did you mean randomNormal?)',
  );
});

Deno.test("layers name only what there is of the kind, as it is written", () => {
  const make = (options: object) => () =>
    new KroneckerDense({ units: 4, rank: 1, ...options });
  const said = (options: object) =>
    assertThrows(make(options), RangeError).message
      .replace("Cannot make a layer as ", "");
  assertEquals(
    said({ kernelRegularizer: "l2" }),
    'regularizer must be one that there is, l1l2: got "l2" (did you mean l1l2?)',
  );
  make({ kernelRegularizer: "l1l2" })();
  assertEquals(
    said({ kernelConstraint: "dense" }),
    'constraint must be one that there is, maxNorm, unitNorm, nonNeg, minMaxNorm: got "dense"',
  );
  for (const name of ["uniform", "a word or two"]) {
    const message = said({ kernelInitializer: name });
    assertEquals(message.split(": ")[1], `got ${JSON.stringify(name)}`);
  }
  assertEquals(said({ activation: "" }).split(": ")[1], 'got ""');
  const relu = said({ activation: "Relu" });
  assertEquals(relu.split(": ")[1], 'got "Relu" (did you mean relu?)');
});

Deno.test("inOurWords() leaves other errors as they are", () => {
  const error = new TypeError("another");
  assertEquals(
    assertThrows(() =>
      inOurWords(() => {
        throw error;
      })
    ),
    error,
  );
});
