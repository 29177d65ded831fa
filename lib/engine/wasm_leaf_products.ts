import { splitPosition } from "../shape/split_position.ts";
import { KERNELS_BINARY } from "./kernels_binary.ts";
import { tf } from "./tensorflow.ts";
import {
  addressOf,
  float32View,
  int32View,
  wasmExports,
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

/** What `rows` and `rowsGradient` take; the last is the address of the rows or of their slopes. */
type RowsKernel = (
  count: number,
  order: number,
  split: number,
  rank: number,
  columns: number,
  factors: number,
  digits: number,
  scratch: number,
  rows: number,
) => void;

/** The exported functions of `kernels.as`, where they are documented. */
interface RowsKernels {
  rowsScratch(
    order: number,
    split: number,
    rank: number,
    factors: number,
  ): number;
  readonly rows: RowsKernel;
  readonly rowsGradient: RowsKernel;
}

const FIELDS = 5;

/**
 * Lays the arguments out in the backend's memory and runs one of the two kernels.
 *
 * @param kernel Which of them.
 * @param factors Where the leaves are.
 * @param gradients Where theirs are added to, for `rowsGradient`.
 * @param rows What `rows` writes, or the slopes that `rowsGradient` reads.
 */
function run(
  kernel: "rows" | "rowsGradient",
  wasm: WasmBackend,
  { digits, rowAxis, columns }: LeafProductsAttributes,
  { factors, gradients, rows }: {
    readonly factors: readonly tf.TensorInfo[];
    readonly gradients?: readonly tf.TensorInfo[];
    readonly rows: tf.TensorInfo;
  },
): void {
  const order = factors.length;
  const rank = factors[0].shape[1 - rowAxis];
  const split = splitPosition(factors.map(({ shape }) => shape[2]));
  const described = order * FIELDS;
  withMemory(wasm, 4 * (described + digits.length), (address) => {
    const memory = int32View(wasm, address, described + digits.length);
    for (const [j, factor] of factors.entries()) {
      const [, between, width] = factor.shape;
      const [row, term] = rowAxis === 0
        ? [between * width, width]
        : [width, between * width];
      memory.set([
        addressOf(wasm, factor),
        gradients ? addressOf(wasm, gradients[j]) : 0,
        row,
        term,
        width,
      ], j * FIELDS);
    }
    memory.set(digits, described);
    const kernels = wasmExports<RowsKernels>(wasm, KERNELS_BINARY);
    const bytes = 4 * kernels.rowsScratch(order, split, rank, address);
    withMemory(wasm, bytes, (scratch) =>
      kernels[kernel](
        digits.length / order,
        order,
        split,
        rank,
        columns,
        address,
        address + 4 * described,
        scratch,
        addressOf(wasm, rows),
      ));
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
    const rows = wasm.makeOutput(
      [digits.length / factors.length, columns],
      "float32",
    );
    run("rows", wasm, attributes, { factors, rows });
    return rows;
  },
});

tf.registerKernel({
  kernelName: LEAF_PRODUCTS_GRADIENT,
  backendName: "wasm",
  kernelFunc: ({ inputs, backend, attrs }) => {
    const wasm = backend as WasmBackend;
    const [rows, ...factors] = Object.values(inputs) as tf.TensorInfo[];
    const gradients = factors.map(({ shape }) =>
      wasm.makeOutput(shape, "float32")
    );
    for (const gradient of gradients) {
      const size = tf.util.sizeFromShape(gradient.shape);
      float32View(wasm, addressOf(wasm, gradient), size).fill(0);
    }
    const attributes = attrs as LeafProductsAttributes;
    run("rowsGradient", wasm, attributes, { factors, gradients, rows });
    return gradients;
  },
});
