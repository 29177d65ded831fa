import type { Pooled } from "./pooled.ts";

/**
 * Adds the slope of each window to its largest number, the first of several.
 *
 * @param pooled What is pooled.
 * @param values Its numbers, the slopes of the windows, and where to add.
 */
export function addSlopesOfLargest(
  pooled: Pooled,
  { x, slopes, dx }: Readonly<Record<"x" | "slopes" | "dx", Float32Array>>,
): void {
  const { batch, channels, axes: [depth, height, width] } = pooled;
  let window = 0;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < depth.windows; i++) {
      for (let j = 0; j < height.windows; j++) {
        for (let k = 0; k < width.windows; k++, window++) {
          const places = placesUnder(pooled, b, [i, j, k]);
          for (let c = 0; c < channels; c++) {
            let largest = places[0] + c;
            for (const place of places) {
              if (x[place + c] > x[largest]) largest = place + c;
            }
            dx[largest] += slopes[window * channels + c];
          }
        }
      }
    }
  }
}

/** Where the pixels under a window begin, the first one first. */
function placesUnder(
  { channels, axes }: Pooled,
  batch: number,
  window: readonly number[],
): number[] {
  let places = [batch];
  for (const [a, { size, window: length, stride, before }] of axes.entries()) {
    const start = window[a] * stride - before;
    const next: number[] = [];
    for (const place of places) {
      for (
        let at = Math.max(0, start);
        at < Math.min(size, start + length);
        at++
      ) next.push(place * size + at);
    }
    places = next;
  }
  return places.map((place) => place * channels);
}
