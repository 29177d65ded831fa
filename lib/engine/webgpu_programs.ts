import { tf } from "./tf.ts";

/** A shader of TensorFlow.js, for some sizes. */
interface Program {
  shaderKey: string;
  readonly outputShape: readonly number[];
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

/**
 * Let a webgpu backend run programs that it runs wrongly.
 *
 * Cumulative sums and products have their length in the text of the shader but not in
 * its key, so that those of a second length ran the shader of the first, and said
 * nothing. An adapter can't bind a tensor without entries: it drops all that waits to be
 * computed with it, and leaves zeros; a few zeros stand in for it, which no entry reads.
 *
 * @param backend The backend; its `runWebGPUProgram` is replaced.
 */
export function mendWebGpuPrograms(backend: ProgramBackend): void {
  const original = backend.runWebGPUProgram.bind(backend);
  backend.runWebGPUProgram = (program, inputs, ...rest) => {
    if (program.shaderKey?.startsWith("cum_")) {
      program.shaderKey += `_${program.outputShape.at(-1)}`;
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

function isEmpty({ shape }: tf.TensorInfo): boolean {
  return shape.includes(0);
}

/** An empty tensor with zeros behind it, as many as the widest binding takes. */
function standIn(backend: ProgramBackend, empty: tf.TensorInfo): tf.TensorInfo {
  const { dtype } = backend.tensorMap.get(empty.dataId);
  const zeros = tf.util.getTypedArrayFromDType(dtype as "float32", 4);
  return { ...empty, dataId: backend.write(zeros, [4], dtype) };
}
