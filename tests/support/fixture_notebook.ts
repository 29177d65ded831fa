/** Folder in which the tests of the browser lay notebooks and leave pictures; ignored by git. */
export const BROWSER_FOLDER: URL = new URL(
  "../../output/browser/",
  import.meta.url,
);

/** One of each: a table, a running progress, and a figure whose slider has frames. */
const CELLS = [
  `import { displayFigure, displayTable, figure, progress } from "../../mod.ts";`,
  `displayTable({ columns: ["layer", "parameters"], rows: [["<b>dense</b>", 4096]] })`,
  `const bar = progress(30, { label: "counting" });
for (let i = 0; i < 30; i++) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  bar.tick();
}
bar.done();`,
  `const traces = (rank: number) => [
  { type: "scatter", x: [1, 2, 3], y: [rank, rank ** 2, rank ** 3] },
];
const { layout } = figure([], { title: "Rank by depth", x: "depth", y: "rank" });
const now = { mode: "immediate", frame: { duration: 0 }, transition: { duration: 0 } };
const ranks = [2, 3, 4];
displayFigure({
  data: traces(3),
  layout: {
    ...layout,
    sliders: [{
      active: 1,
      currentvalue: { prefix: "rank " },
      steps: ranks.map((rank) => ({
        label: String(rank),
        method: "animate",
        args: [[String(rank)], now],
      })),
    }],
  },
  frames: ranks.map((rank) => ({ name: String(rank), data: traces(rank) })),
})`,
];

/**
 * Lays a notebook without outputs into {@linkcode BROWSER_FOLDER}.
 *
 * @param name Its name.
 */
export async function writeFixtureNotebook(name: string): Promise<void> {
  const notebook = {
    nbformat: 4,
    "nbformat_minor": 5,
    metadata: {
      kernelspec: {
        name: "deno",
        "display_name": "Deno",
        language: "typescript",
      },
    },
    cells: CELLS.map((source, i) => ({
      id: `cell-${i}`,
      cell_type: "code",
      "execution_count": null,
      metadata: {},
      outputs: [],
      source,
    })),
  };
  await Deno.mkdir(BROWSER_FOLDER, { recursive: true });
  const text = JSON.stringify(notebook);
  await Deno.writeTextFile(new URL(name, BROWSER_FOLDER), text);
}
