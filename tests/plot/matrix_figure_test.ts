import { assert, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { matrixFigure } from "../../lib/plot/matrix_figure.ts";
import { renderSvg } from "../../lib/plot/svg.ts";
import { canReadEnvironment } from "../support/permissions.ts";

interface Panel {
  readonly z: number[][];
  readonly xaxis: string;
  readonly yaxis: string;
}

interface Layout {
  readonly coloraxis: { readonly cmin: number; readonly cmax: number };
  readonly xaxis2: {
    readonly title: { readonly text: string };
    readonly domain: [number, number];
  };
}

const A = [[1, -2], [0, 0.123456]];

Deno.test("matrixFigure() draws each matrix on axes of its own, on one scale", () => {
  const { data, layout } = matrixFigure({ A, B: [[0, 1, 5]] }, "Two");
  const [first, second] = data as Panel[];
  assertEquals(first.z, [[1, -2], [0, 0.1235]]); // four digits
  assertEquals([second.z, second.xaxis, second.yaxis], [
    [[0, 1, 5]],
    "x2",
    "y2",
  ]);
  const { coloraxis, xaxis2 } = layout as Layout;
  assertEquals([coloraxis.cmin, coloraxis.cmax], [-5, 5]);
  assertEquals(xaxis2.title.text, "B, 1 × 3");
  assertEquals(xaxis2.domain[1], 1);
});

Deno.test("matrixFigure() needs a matrix", () => {
  assertThrows(
    () => matrixFigure({}, "None"),
    RangeError,
    "Cannot draw matrices as there must be at least one: got 0",
  );
});

Deno.test({
  name: "matrixFigure() can be drawn as a picture",
  ignore: !canReadEnvironment,
  fn: async () => {
    const svg = await renderSvg(matrixFigure({ A, B: A, C: A }, "Three"));
    assertEquals(svg.match(/<image /g)?.length, 3);
    assert(!/NaN|Infinity/.test(svg), "a place that is no number");
  },
});

Deno.test("matrixFigure() leaves each of many matrices a place of its own, six in a row", () => {
  for (const count of [1, 2, 6, 24]) {
    const matrices = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`M${i}`, [[1]]]),
    );
    const { layout } = matrixFigure(matrices, "Many");
    const axes = layout as Record<string, { domain: [number, number] }>;
    const places = Array.from({ length: count }, (_, i) => {
      const id = i === 0 ? "" : i + 1;
      const [x, y] = [axes[`xaxis${id}`].domain, axes[`yaxis${id}`].domain];
      for (const [begin, end] of [x, y]) {
        assert(begin >= 0 && end <= 1 && end > begin, `${i}: ${x}, ${y}`);
      }
      return { x, y };
    });
    for (const [i, { x, y }] of places.entries()) {
      for (const other of places.slice(0, i)) {
        const apart = x[0] > other.x[1] || y[1] < other.y[0];
        assert(apart, `${i}: ${x}, ${y}`);
      }
    }
    const [last] = places.slice(Math.min(5, count - 1));
    assert(Math.abs(last.x[1] - 1) < 1e-9, `${last.x}`);
  }
});

Deno.test("matrixFigure() keeps white at 0 where entries are no numbers, which are grey", () => {
  const { data, layout } = matrixFigure(
    { A: [[1, NaN, -3], [2, Infinity, 2]], B: [Float32Array.of(1, 4)] },
    "Broken",
  );
  const [a, b] = data as { z: (number | null)[][] }[];
  assertEquals(a.z, [[1, null, -3], [2, null, 2]]);
  assertEquals(b.z, [[1, 4]]);
  const { coloraxis, plot_bgcolor } = layout as {
    coloraxis: { cmin: number; cmax: number };
    plot_bgcolor: string;
  };
  assertEquals([coloraxis.cmin, coloraxis.cmax], [-4, 4]);
  assertEquals(plot_bgcolor, "#999999");
});

Deno.test("matrixFigure() says that matrices come by name", () => {
  const tensor = tf.eye(2);
  const matrix = { shape: [1, 2], data: Float64Array.of(1, 2) };
  for (
    const [matrices, got] of [
      [A, "an array"],
      [tensor, "a Tensor"],
      [matrix, "an object"],
      [undefined, "undefined"],
    ] as [unknown, string][]
  ) {
    const error = assertThrows(
      () => matrixFigure(matrices as Record<string, number[][]>, "One"),
      TypeError,
    );
    assertEquals(
      error.message,
      `Cannot draw matrices as they must come by name, such as { A: [[1, 2], [3, 4]] }: got ${got}`,
    );
  }
  const { data } = matrixFigure(
    { data: A, shape: A },
    "Names that matrices have",
  );
  assertEquals(data.length, 2);
});

Deno.test("matrixFigure() sets cells apart up to 64 columns", () => {
  for (const columns of [64, 65]) {
    const matrix = {
      shape: [1, columns],
      data: new Float64Array(columns),
    } as const;
    const [trace] = matrixFigure({ matrix }, "t").data as { xgap?: number }[];
    assertEquals(trace.xgap, columns === 64 ? 1 : undefined);
  }
});
