import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import { PixelCanvas } from "../../lib/plot/pixel_canvas.ts";

/** Header and lines of pixels of a PNG file with one data chunk. */
function decode(url: string): { size: number[]; lines: number[][] } {
  const file = Buffer.from(url.replace("data:image/png;base64,", ""), "base64");
  assertEquals(file.subarray(1, 4).toString(), "PNG");
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const start = file.indexOf("IDAT") + 4;
  const length = file.readUInt32BE(start - 8);
  const data = inflateSync(file.subarray(start, start + length));
  const stride = 4 * width + 1;
  const lines = Array.from(
    { length: height },
    (_, row) => [...data.subarray(row * stride + 1, (row + 1) * stride)],
  );
  return { size: [width, height], lines };
}

Deno.test("PixelCanvas fills rectangles and cuts them at its edges", () => {
  const canvas = new PixelCanvas(3, 2);
  canvas.fillStyle = "rgba(10,20,30,1)";
  canvas.fillRect(1, 0, 9, 1);
  const { size, lines } = decode(canvas.toDataUrl());
  assertEquals(size, [3, 2]);
  const [none, filled] = [[0, 0, 0, 0], [10, 20, 30, 255]];
  assertEquals(lines, [
    [...none, ...filled, ...filled],
    [...none, ...none, ...none],
  ]);
});

Deno.test("PixelCanvas takes a whole image", () => {
  const canvas = new PixelCanvas(1, 2);
  const image = canvas.createImageData(1, 2);
  image.data.set([1, 2, 3, 4, 5, 6, 7, 8]);
  canvas.putImageData(image);
  assertEquals(decode(canvas.toDataUrl()).lines, [[1, 2, 3, 4], [5, 6, 7, 8]]);
});

Deno.test("PixelCanvas fills with what light comes through", () => {
  const canvas = new PixelCanvas(1, 1);
  canvas.fillStyle = "rgba(10,20,30,0.2)";
  canvas.fillRect(0, 0, 1, 1);
  assertEquals(decode(canvas.toDataUrl()).lines, [[10, 20, 30, 51]]);
});
