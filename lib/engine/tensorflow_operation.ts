import { tf } from "./tf.ts";

/** The part of the native backend that runs operations of libtensorflow by name. */
interface NativeBackend extends tf.KernelBackend {
  readonly binding: Readonly<Record<string, number>>;
  executeSingleOutput(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly tf.TensorInfo[],
  ): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/**
 * Runs an operation of libtensorflow on float32 tensors.
 *
 * @param name Its name, such as `"Relu"`.
 * @param inputs Its inputs.
 * @returns Its output.
 */
export function tensorflowOperation(
  name: string,
  inputs: readonly tf.TensorInfo[],
): tf.Tensor {
  const native = tf.backend() as NativeBackend;
  return native.executeSingleOutput(name, [float32Type(native)], inputs);
}

/**
 * A sum of products of two tensors, one operation where tfjs takes several.
 *
 * The kernel of the package can't be used: it takes its inputs for a list, which they
 * are not, and fails.
 *
 * @param equation Letters of the axes, such as `"ab,bc->ac"`.
 * @param a The first tensor, float32.
 * @param b The second one.
 * @returns The sum.
 */
export function tensorflowEinsum(
  equation: string,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
): tf.Tensor {
  const native = tf.backend() as NativeBackend;
  const { TF_ATTR_INT, TF_ATTR_STRING } = native.binding;
  return native.executeSingleOutput("Einsum", [
    { name: "N", type: TF_ATTR_INT, value: 2 },
    { name: "equation", type: TF_ATTR_STRING, value: equation },
    float32Type(native),
  ], [a, b]);
}

/**
 * Runs an operation of our own, which `deno task native` compiles.
 *
 * @param name Its name.
 * @param call Its inputs; those behind them that it takes any number of, N; integers and
 * floats that it is told; and how many outputs it has.
 * @returns Its outputs.
 */
export function kronlabOperation(
  name: string,
  { inputs, list, attributes, floats = {}, outputs }: {
    readonly inputs: readonly tf.TensorInfo[];
    readonly list?: readonly tf.TensorInfo[];
    readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
    readonly floats?: Readonly<Record<string, number>>;
    readonly outputs: number;
  },
): tf.Tensor[] {
  const native = tf.backend() as NativeBackend;
  const { TF_ATTR_INT, TF_ATTR_FLOAT } = native.binding;
  const described = (values: object, type: number) =>
    Object.entries(values).map(([name, value]) => ({ name, type, value }));
  const integers = { ...list && { N: list.length }, ...attributes };
  return native.executeMultipleOutputs(
    name,
    [...described(integers, TF_ATTR_INT), ...described(floats, TF_ATTR_FLOAT)],
    [...inputs, ...list ?? []],
    outputs,
  );
}

function float32Type({ binding }: NativeBackend): NativeAttribute {
  return { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
}
