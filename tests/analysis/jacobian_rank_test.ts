import { assert, assertEquals, assertThrows } from "@std/assert";
import { expressiveDimension } from "../../lib/analysis/expressive_dimension.ts";
import {
  jacobianRank,
  stackJacobianRank,
} from "../../lib/analysis/jacobian_rank.ts";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { layer } from "../support/stacks.ts";

const LINEAR = [
  [layer(2, [2, 2], [2, 2])],
  [layer(1, [2, 2], [2, 3]), layer(2, [2, 3], [2, 2])],
  [layer(2, [2, 3], [2, 1]), layer(1, [2], [4])],
];

testOnBackends(
  "stackJacobianRank() without activation is the exact dimension",
  () => {
    for (const stack of LINEAR) {
      const rows = stack[0].rowFactors.reduce((a, b) => a * b);
      const inputs = tf.eye(rows);
      const { rank } = stackJacobianRank(stack, inputs);
      assertEquals(rank, expressiveDimension(stack), JSON.stringify(stack));
      inputs.dispose();
    }
  },
);

Deno.test("stackJacobianRank() is at most what the inputs show", () => {
  const inputs = tf.tensor2d([[1, -2, 3, -4]]);
  const stack = [layer(2, [2, 2], [2, 2])];
  const { rank, outputs, parameters } = stackJacobianRank(stack, inputs);
  assertEquals([rank, outputs, parameters], [4, 4, 16]);
  inputs.dispose();
});

Deno.test("stackJacobianRank() with an activation sees more than the linear product", () => {
  const stack = new Array(3).fill(layer(1, [2, 2], [2, 2]));
  const inputs = tf.randomNormal([12, 4], 0, 1, "float32", 7);
  const linear = stackJacobianRank(stack, inputs).rank;
  assertEquals(linear, 7); // one Kronecker product, whatever the depth
  for (const activation of ["relu", "tanh", "sigmoid", "elu"] as const) {
    assert(stackJacobianRank(stack, inputs, { activation }).rank > linear);
  }
  inputs.dispose();
});

Deno.test("jacobianRank() of a linear model is the rank of its inputs times its units", () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 3, inputShape: [4], useBias: false })],
  });
  const inputs = tf.tensor2d([[1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0]]);
  const result = jacobianRank(model, inputs);
  assertEquals([result.rank, result.parameters, result.outputs], [6, 12, 9]);
  inputs.dispose();
  model.dispose();
});

Deno.test("jacobianRank() leaves no tensor behind", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 2, inputShape: [2], activation: "tanh" }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  const inputs = tf.ones([2, 2]);
  const stack = [layer(1, [2], [2])];
  jacobianRank(model, inputs);
  stackJacobianRank(stack, inputs);
  const { numTensors } = tf.memory();
  jacobianRank(model, inputs);
  stackJacobianRank(stack, inputs);
  assertEquals(tf.memory().numTensors, numTensors);
  inputs.dispose();
  model.dispose();
});

Deno.test("stackJacobianRank() refuses inputs of another width", () => {
  const inputs = tf.ones([2, 3]);
  assertThrows(
    () => stackJacobianRank([layer(1, [2], [2])], inputs),
    ShapeError,
    "Cannot take the rank of a stack's Jacobian as shape must be [batch, 2]: got [2, 3]",
  );
  inputs.dispose();
});

Deno.test("jacobianRank() refuses what is no model", () => {
  const error = assertThrows(
    () => jacobianRank(42 as unknown as tf.LayersModel, tf.eye(2)),
    TypeError,
  );
  assertEquals(
    error.message,
    "Cannot take the rank of a model's Jacobian as it must be a model of layers, sequential or functional: got 42",
  );
});

Deno.test("jacobianRank() and stackJacobianRank() refuse what are no inputs", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 2, inputShape: [4] })],
  });
  await assertRefusesArguments(
    "take the rank of a model's Jacobian",
    jacobianRank,
    [
      [[model], "inputs must be a tensor: got undefined"],
      [[model, { x: 1 }], "inputs must be a tensor: got an object"],
    ],
  );
  await assertRefusesArguments(
    "take the rank of a stack's Jacobian",
    stackJacobianRank,
    [
      [
        [[layer(1, [2, 2], [2, 2])], [[1]]],
        "inputs must be a tensor: got an array",
      ],
    ],
  );
});

Deno.test("stackJacobianRank() refuses an activation and an option that there are not", () => {
  const stack = [layer(1, [2, 2], [2, 2])];
  const inputs = tf.eye(4);
  assertEquals(
    assertThrows(
      () => stackJacobianRank(stack, inputs, { activation: "gelu" as never }),
      RangeError,
    ).message,
    'Cannot take the rank of a stack\'s Jacobian as activation must be one of linear, relu, tanh, sigmoid, elu: got "gelu"',
  );
  assertThrows(
    () => stackJacobianRank(stack, inputs, { activaton: "relu" } as never),
    TypeError,
    "did you mean activation?",
  );
});

Deno.test("stackJacobianRank() takes the tolerance, and refuses terms past memory", () => {
  const inputs = tf.eye(4);
  const rank = (terms: number, options: object) =>
    stackJacobianRank([layer(terms, [2, 2], [2, 2])], inputs, options).rank;
  assert(rank(1, { relativeTolerance: 0.9 }) < rank(1, {}));
  assertEquals(
    assertThrows(() => rank(1_000_000_000, {}), RangeError).message,
    "Cannot take the rank of a stack's Jacobian as [1000000000, 4] must take at most 2.0 GiB: got 29.8 GiB",
  );
  inputs.dispose();
});

Deno.test("jacobianRank() takes the tolerance, and no option that there is not", () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2], useBias: false })],
  });
  const inputs = tf.tensor2d([[1, 0], [0, 0.1]]);
  const rank = (options: object) => jacobianRank(model, inputs, options).rank;
  assertEquals([rank({}), rank({ relativeTolerance: 0.5 })], [2, 1]);
  assertThrows(() => rank({ tolerance: 0.5 }), TypeError, "got tolerance");
  inputs.dispose();
  model.dispose();
});
