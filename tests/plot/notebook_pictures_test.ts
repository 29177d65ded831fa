import { assert, assertEquals } from "@std/assert";
import { type Box, type SvgNode, textBox } from "../../lib/plot/text_box.ts";
import { canRead, canReadEnvironment } from "../support/permissions.ts";

const NOTEBOOKS = new URL("../../notebooks/", import.meta.url);

/** A cell's output, if it shows something. */
interface Output {
  readonly data?: { readonly "image/svg+xml"?: string | readonly string[] };
}

/** Elements of each picture that is stored in a notebook, by a selector. */
async function inPictures(selector: string): Promise<SvgNode[][]> {
  const { JSDOM } = await import("jsdom"); // asks for the environment
  return [...Deno.readDirSync(NOTEBOOKS)]
    .filter(({ name }) => name.endsWith(".ipynb"))
    .flatMap(({ name }) => {
      const text = Deno.readTextFileSync(new URL(name, NOTEBOOKS));
      const cells: readonly { outputs?: Output[] }[] = JSON.parse(text).cells;
      return cells.flatMap(({ outputs = [] }) => outputs);
    })
    .map(({ data }) => [data?.["image/svg+xml"] ?? []].flat().join(""))
    .filter((svg) => svg !== "")
    .map((svg) => {
      const { window } = new JSDOM(svg, { contentType: "image/svg+xml" });
      return [...window.document.querySelectorAll(selector)];
    });
}

function touch(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom &&
    b.top < a.bottom;
}

function testStored(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !canRead || !canReadEnvironment, fn });
}

testStored("labels of points in notebooks don't touch each other", async () => {
  const pictures = await inPictures(".textpoint text");
  assert(pictures.some((labels) => labels.length > 10));
  const touching = pictures.flatMap((labels) =>
    labels.flatMap((label, i) =>
      labels.slice(0, i)
        .filter((other) => touch(textBox(label), textBox(other)))
        .map((other) => [other.textContent, label.textContent])
    )
  );
  assertEquals(touching, []);
});

testStored(
  "axes in notebooks don't name every digit, small, between powers of ten",
  async () => {
    const pictures = await inPictures(".xtick text, .ytick text");
    const small = pictures.flatMap((labels) =>
      labels.filter(({ style }) => parseFloat(style.fontSize) < 10)
        .map(({ textContent }) => textContent)
        .filter((digit) => digit !== "2" && digit !== "5")
    );
    assertEquals(small, []);
  },
);
