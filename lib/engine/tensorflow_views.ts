import { tf } from "./tf.ts";

/** What is known of a tensor's values. */
interface Held {
  readonly shape: number[];
  readonly dtype: number;
}

/** The compiled addon, which runs operations on ids of tensors. */
interface Binding {
  readonly "TF_ATTR_TYPE": number;
  readonly "TF_INT32": number;
  createTensor(shape: number[], dtype: number, values: Int32Array): number;
  deleteTensor(id: number): void;
  executeOp(
    name: string,
    attributes: readonly unknown[],
    inputs: readonly number[],
    outputs: number,
  ): { id: number }[];
}

/** The part of the package's backend that tells operations their inputs. */
interface NativeBackend extends tf.KernelBackend {
  readonly binding: Binding;
  readonly tensorMap: { get(dataId: object): Held | undefined };
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
}

/**
 * Let a native backend take tensors that another one has reshaped.
 *
 * There, a tensor and a reshaped one share their values; when these move here, the
 * package gives both the shape of the first, so that operations compute wrong numbers,
 * or past the end of memory.
 *
 * @param backend The package's backend.
 * @returns The same one.
 */
export function withViews(backend: tf.KernelBackend): tf.KernelBackend {
  const native = backend as NativeBackend;
  const { binding, tensorMap } = native;
  /** Ids of the same values in other shapes. */
  const views = new WeakMap<Held, Map<string, number>>();
  const idsOf = native.getInputTensorIds.bind(native);
  native.getInputTensorIds = (tensors) =>
    idsOf(tensors).map((id, i) => {
      const { dataId, shape } = tensors[i];
      const held = dataId && tensorMap.get(dataId);
      if (!held || tf.util.arraysEqual(held.shape, shape)) return id;
      const key = shape.join();
      const ids = views.get(held) ?? new Map<string, number>();
      views.set(held, ids);
      const view = ids.get(key) ?? reshaped(binding, id, held.dtype, shape);
      ids.set(key, view);
      return view;
    });
  const dispose = native.disposeData.bind(native);
  native.disposeData = (dataId, force) => {
    const held = tensorMap.get(dataId);
    const isGone = dispose(dataId, force);
    if (isGone && held) {
      views.get(held)?.forEach((id) => binding.deleteTensor(id));
    }
    return isGone;
  };
  return native;
}

/** Id of the same values in another shape. */
function reshaped(
  binding: Binding,
  id: number,
  dtype: number,
  shape: number[],
): number {
  const { TF_ATTR_TYPE: type, TF_INT32 } = binding;
  const sizes = Int32Array.from(shape);
  const to = binding.createTensor([sizes.length], TF_INT32, sizes);
  const attributes = [
    { name: "T", type, value: dtype },
    { name: "Tshape", type, value: TF_INT32 },
  ];
  const [view] = binding.executeOp("Reshape", attributes, [id, to], 1);
  binding.deleteTensor(to);
  return view.id;
}
