import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";

/**
 * The drawing context of a canvas, as far as heatmaps need one: filled rectangles,
 * whole images, and the result as PNG.
 */
export class PixelCanvas {
  /** Colour of the next rectangles, `rgb(…)` or `rgba(…)`. */
  fillStyle = "rgb(0,0,0)";
  readonly #width: number;
  readonly #height: number;
  readonly #pixels: Uint8ClampedArray;

  /**
   * A transparent canvas.
   *
   * @param width Pixels across; an integer >= 1.
   * @param height Pixels down; an integer >= 1.
   */
  constructor(width: number, height: number) {
    [this.#width, this.#height] = [width, height];
    this.#pixels = new Uint8ClampedArray(4 * width * height);
  }

  /** An empty image, to be filled and put back. */
  createImageData(width: number, height: number): { data: Uint8ClampedArray } {
    return { data: new Uint8ClampedArray(4 * width * height) };
  }

  /** Takes the pixels of an image as large as the canvas. */
  putImageData({ data }: { data: Uint8ClampedArray }): void {
    this.#pixels.set(data);
  }

  /** Fills a rectangle, cut at the canvas's edges. */
  fillRect(x: number, y: number, width: number, height: number): void {
    const [red, green, blue, opacity = 1] =
      this.fillStyle.match(/[\d.]+/g)?.map(Number) ?? [];
    const color = [red, green, blue, 255 * opacity];
    const right = Math.min(this.#width, Math.round(x + width));
    const bottom = Math.min(this.#height, Math.round(y + height));
    for (let row = Math.max(0, Math.round(y)); row < bottom; row++) {
      for (let column = Math.max(0, Math.round(x)); column < right; column++) {
        this.#pixels.set(color, 4 * (row * this.#width + column));
      }
    }
  }

  /** The canvas as the URL of a PNG image. */
  toDataUrl(): string {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.#width, 0);
    header.writeUInt32BE(this.#height, 4);
    header.set([8, 6], 8); // 8 bits a channel, red green blue opacity
    const stride = 4 * this.#width;
    const lines = Buffer.alloc((stride + 1) * this.#height); // 0: no filter
    for (let row = 0; row < this.#height; row++) {
      const line = this.#pixels.subarray(row * stride, (row + 1) * stride);
      lines.set(line, row * (stride + 1) + 1);
    }
    const file = Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk("IHDR", header),
      chunk("IDAT", deflateSync(lines)),
      chunk("IEND", Buffer.alloc(0)),
    ]);
    return `data:image/png;base64,${file.toString("base64")}`;
  }
}

/** A part of a PNG file: length, name, content and check sum. */
function chunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
