import { CONTRACTION_BINARY } from "./contraction_binary.ts";
import { contractionBlock } from "./contraction_steps.ts";
import type { ContractionSteps } from "./contraction_steps.ts";
import { tf } from "./tensorflow.ts";
import {
  addressOf,
  float32View,
  int32View,
  wasmExports,
  withMemory,
} from "./wasm_memory.ts";
import type { WasmBackend } from "./wasm_memory.ts";

/** Name of the kernel that multiplies vectors by factors, one after the other. */
export const CONTRACTION = "KroneckerContraction";

/** Name of the kernel of its gradient: that of the vectors, then one a factor. */
export const CONTRACTION_GRADIENT = "KroneckerContractionGradient";

/**
 * Attributes of both kernels, which take x `[…, inputs]` and the factors; that of the
 * gradient takes the slopes in front, and behind all what the other gave to be kept.
 */
export interface ContractionAttributes extends tf.NamedAttrMap {
  /** Whether columns are the inputs, as for x·Kᵀ. */
  transposed: boolean;
  /** The factors in the order in which they are applied. */
  sequence: number[];
  /** Outputs that are kept. */
  outputs: number;
}

/** The exported functions of `contraction.as`, where they are documented. */
interface ContractionKernels {
  contract(step: number, a: number, b: number, c: number): void;
  contractGradient(step: number, a: number, b: number, c: number): void;
  turnIn(
    x: number,
    count: number,
    size: number,
    padded: number,
    samples: number,
    out: number,
  ): void;
  turnOut(
    z: number,
    count: number,
    size: number,
    samples: number,
    out: number,
  ): void;
}

/** Numbers that describe one product: 22, and 2 that keep what follows aligned. */
const FIELDS = 24;

/** Samples of a block are a multiple of so many, two vectors. */
const LANES = 8;

/** The largest block; a larger one gains nothing. */
const MOST_SAMPLES = 16;

/** A contraction with its memory: what the two kernels share. */
interface Call {
  readonly kernels: ContractionKernels;
  readonly steps: ContractionSteps;
  readonly samples: number;
  readonly padded: { readonly inputs: number; readonly outputs: number };
  /** Addresses of the three descriptions of each step. */
  readonly described: readonly {
    readonly forward: number;
    readonly toInput: number;
    readonly toFactor: number;
  }[];
  /** Address of each state. */
  readonly states: readonly number[];
  /** Addresses of two more buffers, each as large as the largest state. */
  readonly spare: readonly [number, number];
}

function withCall(
  wasm: WasmBackend,
  x: tf.TensorInfo,
  factors: readonly tf.TensorInfo[],
  { transposed, sequence }: ContractionAttributes,
  f: (call: Call) => void,
): void {
  const kernels = wasmExports<ContractionKernels>(wasm, CONTRACTION_BINARY);
  const steps = contractionBlock({
    rank: factors[0].shape[0],
    rowFactors: factors.map(({ shape }) => shape[1]),
    columnFactors: factors.map(({ shape }) => shape[2]),
    transposed,
    sequence,
    vectors: vectorsOf(x),
    lanes: LANES,
    most: MOST_SAMPLES,
  });
  const { samples } = steps;
  const descriptions = 3 * FIELDS * steps.steps.length;
  const peak = Math.max(...steps.stateSizes);
  const floats = descriptions + 2 * peak +
    steps.stateSizes.reduce((sum, size) => sum + size, 0);
  withMemory(wasm, 4 * floats, (address) => {
    const numbers = int32View(wasm, address, descriptions);
    const described = steps.steps.map((step, i) => {
      const [forward, toInput, toFactor] = [
        step.forward,
        step.toInput,
        step.toFactor,
      ].map((description, part) => {
        const at = FIELDS * (3 * i + part);
        numbers.set(description, at);
        return address + 4 * at;
      });
      return { forward, toInput, toFactor };
    });
    let next = address + 4 * descriptions;
    const take = (size: number) => {
      const taken = next;
      next += 4 * size;
      return taken;
    };
    f({
      kernels,
      steps,
      samples,
      padded: {
        inputs: steps.stateSizes[0] / samples,
        outputs: steps.stateSizes.at(-1)! / samples,
      },
      described,
      states: steps.stateSizes.map(take),
      spare: [take(peak), take(peak)],
    });
  });
}

/** Number of vectors in x. */
export function vectorsOf({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape(shape.slice(0, -1));
}

/** Calls `f` with the first sample of each block and their number. */
function forBlocks(
  count: number,
  samples: number,
  f: (begin: number, count: number) => void,
): void {
  for (let begin = 0; begin < count; begin += samples) {
    f(begin, Math.min(samples, count - begin));
  }
}

tf.registerKernel({
  kernelName: CONTRACTION,
  backendName: "wasm",
  kernelFunc: ({ inputs, backend, attrs }) => {
    const wasm = backend as WasmBackend;
    const attributes = attrs as ContractionAttributes;
    const [x, ...factors] = Object.values(inputs) as tf.TensorInfo[];
    const [vectors, width] = [vectorsOf(x), x.shape.at(-1)!];
    const { outputs } = attributes;
    const shape = [...x.shape.slice(0, -1), outputs];
    const out = wasm.makeOutput(shape, "float32");
    withCall(wasm, x, factors, attributes, (call) => {
      const { kernels, steps, states, described, samples, padded } = call;
      const from = addressOf(wasm, x);
      const to = addressOf(wasm, out);
      const addresses = factors.map((factor) => addressOf(wasm, factor));
      forBlocks(vectors, samples, (begin, count) => {
        const source = from + 4 * begin * width;
        kernels.turnIn(source, count, width, padded.inputs, samples, states[0]);
        for (const [i, { factor }] of steps.steps.entries()) {
          kernels.contract(
            described[i].forward,
            addresses[factor],
            states[i],
            states[i + 1],
          );
        }
        const target = to + 4 * begin * outputs;
        kernels.turnOut(states.at(-1)!, count, outputs, samples, target);
      });
    });
    return out;
  },
});

tf.registerKernel({
  kernelName: CONTRACTION_GRADIENT,
  backendName: "wasm",
  kernelFunc: ({ inputs, backend, attrs }) => {
    const wasm = backend as WasmBackend;
    const attributes = attrs as ContractionAttributes;
    const [slopes, x, ...factors] = Object.values(inputs) as tf.TensorInfo[];
    const [vectors, width] = [vectorsOf(x), x.shape.at(-1)!];
    const { outputs } = attributes;
    const gradients = [x, ...factors].map(({ shape }) =>
      wasm.makeOutput(shape, "float32")
    );
    const [xGradient, ...factorGradients] = gradients;
    for (const gradient of factorGradients) {
      const size = tf.util.sizeFromShape(gradient.shape);
      float32View(wasm, addressOf(wasm, gradient), size).fill(0);
    }
    withCall(wasm, x, factors, attributes, (call) => {
      const { kernels, steps, states, described, samples, padded } = call;
      const values = factors.map((factor) => addressOf(wasm, factor));
      const sums = factorGradients.map((factor) => addressOf(wasm, factor));
      const [from, down, to] = [x, slopes, xGradient].map((tensor) =>
        addressOf(wasm, tensor)
      );
      forBlocks(vectors, samples, (begin, count) => {
        const source = from + 4 * begin * width;
        kernels.turnIn(source, count, width, padded.inputs, samples, states[0]);
        // the states are computed again rather than kept since the forward pass
        for (let i = 0; i + 1 < steps.steps.length; i++) {
          const { factor } = steps.steps[i];
          const { forward } = described[i];
          kernels.contract(forward, values[factor], states[i], states[i + 1]);
        }
        let [slope, next] = call.spare;
        const above = down + 4 * begin * outputs;
        kernels.turnIn(above, count, outputs, padded.outputs, samples, slope);
        for (let i = steps.steps.length - 1; i >= 0; i--) {
          const { factor } = steps.steps[i];
          const { toFactor, toInput } = described[i];
          kernels.contractGradient(toFactor, states[i], slope, sums[factor]);
          kernels.contract(toInput, values[factor], slope, next);
          [slope, next] = [next, slope];
        }
        const target = to + 4 * begin * width;
        kernels.turnOut(slope, count, width, samples, target);
      });
    });
    return gradients;
  },
});
