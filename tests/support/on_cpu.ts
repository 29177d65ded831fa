import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";

/**
 * What a function answers on the cpu backend, which starts at once; the backend is then
 * the one it was.
 *
 * The values behind finite differences are thousands of tiny products, which an adapter
 * in software needs a minute for. Where another test holds each backend's values to the
 * written-out matrix, they may be those of cpu, without a loss.
 */
export function onCpu<T>(f: () => T): T {
  const backend = tf.getBackend();
  tf.setBackend("cpu");
  try {
    assertEquals(tf.getBackend(), "cpu");
    return f();
  } finally {
    tf.setBackend(backend);
  }
}
