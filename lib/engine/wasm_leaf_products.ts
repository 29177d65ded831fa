import { splitPosition } from "../shape/split_position.ts";
import { tf } from "./tensorflow.ts";
import {
  addressOf,
  float32View,
  int32View,
  wasmKernels,
  withMemory,
} from "./wasm_memory.ts";
import type { WasmBackend } from "./wasm_memory.ts";

/** Name of the kernel that makes rows of factored embeddings from their leaves. */
export const LEAF_PRODUCTS = "LeafProducts";

/** Name of the kernel of its gradient, one output a factor. */
export const LEAF_PRODUCTS_GRADIENT = "LeafProductsGradient";

/** Attributes of both kernels; the factors are their last inputs. */
export interface LeafProductsAttributes extends tf.NamedAttrMap {
  /** Row of each factor by id and then by factor: `[ids, order]`. */
  digits: Int32Array;
  /** Which axis of a factor the digits count: 1 of `[rank, rows_j, columns_j]`, 0 of `[rows_j, rank, columns_j]`. */
  rowAxis: 0 | 1;
  /** Columns that are kept. */
  columns: number;
}

/** What `kernels.as` needs to know of the factors, in its own order. */
interface Call {
  readonly count: number;
  readonly order: number;
  readonly split: number;
  readonly rank: number;
  readonly factors: number;
  readonly digits: number;
  readonly scratch: number;
}

const FIELDS = 5;

/** Lays the arguments out in the backend's memory, for as long as `f` runs. */
function withArguments(
  wasm: WasmBackend,
  factors: readonly tf.TensorInfo[],
  gradients: readonly tf.TensorInfo[],
  { digits, rowAxis }: LeafProductsAttributes,
  f: (call: Call) => void,
): void {
  const order = factors.length;
  const rank = factors[0].shape[1 - rowAxis];
  const split = splitPosition(factors.map(({ shape }) => shape[2]));
  const described = order * FIELDS;
  withMemory(wasm, 4 * (described + digits.length), (address) => {
    const memory = int32View(wasm, address, described + digits.length);
    for (const [j, factor] of factors.entries()) {
      const [, between, columns] = factor.shape;
      const [row, term] = rowAxis === 0
        ? [between * columns, columns]
        : [columns, between * columns];
      memory.set([
        addressOf(wasm, factor),
        gradients.length === 0 ? 0 : addressOf(wasm, gradients[j]),
        row,
        term,
        columns,
      ], j * FIELDS);
    }
    memory.set(digits, described);
    const { rowsScratch } = wasmKernels(wasm);
    const bytes = 4 * rowsScratch(order, split, rank, address);
    withMemory(wasm, bytes, (scratch) =>
      f({
        count: digits.length / order,
        order,
        split,
        rank,
        factors: address,
        digits: address + 4 * described,
        scratch,
      }));
  });
}

tf.registerKernel({
  kernelName: LEAF_PRODUCTS,
  backendName: "wasm",
  kernelFunc: ({ inputs, backend, attrs }) => {
    const wasm = backend as WasmBackend;
    const attributes = attrs as LeafProductsAttributes;
    const factors = Object.values(inputs) as tf.TensorInfo[];
    const { digits, columns } = attributes;
    const out = wasm.makeOutput(
      [digits.length / factors.length, columns],
      "float32",
    );
    withArguments(wasm, factors, [], attributes, (call) => {
      wasmKernels(wasm).rows(
        call.count,
        call.order,
        call.split,
        call.rank,
        columns,
        call.factors,
        call.digits,
        call.scratch,
        addressOf(wasm, out),
      );
    });
    return out;
  },
});

tf.registerKernel({
  kernelName: LEAF_PRODUCTS_GRADIENT,
  backendName: "wasm",
  kernelFunc: ({ inputs, backend, attrs }) => {
    const wasm = backend as WasmBackend;
    const attributes = attrs as LeafProductsAttributes;
    const [slopes, ...factors] = Object.values(inputs) as tf.TensorInfo[];
    const gradients = factors.map(({ shape }) =>
      wasm.makeOutput(shape, "float32")
    );
    for (const gradient of gradients) {
      const size = tf.util.sizeFromShape(gradient.shape);
      float32View(wasm, addressOf(wasm, gradient), size).fill(0);
    }
    withArguments(wasm, factors, gradients, attributes, (call) => {
      wasmKernels(wasm).rowsGradient(
        call.count,
        call.order,
        call.split,
        call.rank,
        attributes.columns,
        call.factors,
        call.digits,
        call.scratch,
        addressOf(wasm, slopes),
      );
    });
    return gradients;
  },
});
