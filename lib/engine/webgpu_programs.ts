import { tf } from "./tf.ts";

/** A shader of TensorFlow.js, for some sizes. */
interface Program {
  shaderKey: string;
  readonly outputShape: readonly number[];
  getUserCode(): string;
}

/** What is mended of the webgpu backend of TensorFlow.js. */
export interface ProgramBackend extends tf.KernelBackend {
  readonly tensorMap: { get(dataId: object): { readonly dtype: tf.DataType } };
  runWebGPUProgram(
    program: Program,
    inputs: tf.TensorInfo[],
    ...rest: unknown[]
  ): tf.TensorInfo;
}

/** What a shader says wrongly, and what it must say. */
interface Repair {
  /** How its key begins. */
  readonly key: string;
  readonly wrong: string | RegExp;
  readonly right: string;
  /** Whether it is right for floats. */
  readonly ofWholeNumbers?: boolean;
}

const REPAIRS: readonly Repair[] = [
  {
    key: "transpose_",
    wrong: "setOutputAtIndex(",
    right: "setOutputAtIndexI32(",
    ofWholeNumbers: true,
  },
  {
    key: "unsortedSegmentSum",
    wrong: "getX(b, inCol)",
    right: "i32(getX(b, inCol))",
    ofWholeNumbers: true,
  },
  {
    key: "argMinMax_",
    wrong:
      /candidate ([<>]) bestValue(?=\) \{\s+bestValue = candidate;\s+xBest)/,
    right: `candidate $1 bestValue || (candidate == bestValue &&
      xBestIndices[localId.x + interval] < xBestIndices[localId.x])`,
  },
];

/**
 * Let a webgpu backend run programs that it runs wrongly.
 *
 * Cumulative sums and products have their length in the text of the shader but not in
 * its key, so that those of a second length ran the shader of the first, and said
 * nothing. An adapter can't bind a tensor without entries: it drops all that waits to be
 * computed with it, and leaves zeros; a few zeros stand in for it, which no entry reads.
 * Transpositions of three axes or more store whole numbers as if they were floats, which
 * an adapter refuses, and sums by segments add up the bits of those floats. Where several
 * are the largest, `tf.argMax()` took any of them, not the first.
 *
 * @param backend The backend; its `runWebGPUProgram` is replaced.
 */
export function mendWebGpuPrograms(backend: ProgramBackend): void {
  const original = backend.runWebGPUProgram.bind(backend);
  backend.runWebGPUProgram = (program, inputs, ...rest) => {
    if (program.shaderKey?.startsWith("cum_")) {
      program.shaderKey += `_${program.outputShape.at(-1)}`;
    }
    for (const { key, wrong, right, ofWholeNumbers } of REPAIRS) {
      if (!program.shaderKey?.startsWith(key)) continue;
      if (ofWholeNumbers && !isWhole(inputs[0])) continue;
      const getUserCode = program.getUserCode.bind(program);
      program.getUserCode = () => getUserCode().replace(wrong, right);
    }
    if (!inputs.some(isEmpty)) return original(program, inputs, ...rest);
    const bound = inputs.map((input) =>
      isEmpty(input) ? standIn(backend, input) : input
    );
    const output = original(program, bound, ...rest);
    for (const { dataId } of bound.filter(isEmpty)) backend.disposeData(dataId);
    return output;
  };
}

/** Whether the adapter has a tensor's numbers as whole ones. */
function isWhole({ dtype }: tf.TensorInfo): boolean {
  return dtype === "int32" || dtype === "bool";
}

function isEmpty({ shape }: tf.TensorInfo): boolean {
  return shape.includes(0);
}

/** An empty tensor with zeros behind it, as many as the widest binding takes. */
function standIn(backend: ProgramBackend, empty: tf.TensorInfo): tf.TensorInfo {
  const { dtype } = backend.tensorMap.get(empty.dataId);
  const zeros = tf.util.getTypedArrayFromDType(dtype as "float32", 4);
  return { ...empty, dataId: backend.write(zeros, [4], dtype) };
}
