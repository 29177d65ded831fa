import { tf } from "../engine/tf.ts";

/** Share of different ids above which taking each once does not pay. */
const WORTH_IT = 0.75;

/**
 * Rows of ids, each different id looked up once.
 *
 * A batch of text holds few different words: in one of 64 questions, a quarter of
 * the words. Multiplying out a row costs far more than copying it.
 *
 * @param ids Row numbers.
 * @param lookUp Rows of different ids, `[ids, columns]`.
 * @returns Rows, `[ids, columns]`.
 */
export function withoutRepeats(
  ids: Int32Array,
  lookUp: (ids: Int32Array) => tf.Tensor2D,
): tf.Tensor2D {
  const places = new Map<number, number>();
  const placeOf = ids.map((id) => {
    const place = places.get(id);
    if (place !== undefined) return place;
    places.set(id, places.size);
    return places.size - 1;
  });
  if (places.size >= WORTH_IT * ids.length) return lookUp(ids);
  const rows = lookUp(Int32Array.from(places.keys()));
  return tf.gather(rows, tf.tensor1d(placeOf, "int32"));
}
