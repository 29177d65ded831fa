/**
 * What a reader sees in JupyterLab, in a real browser: `deno task test-browser`.
 * The pictures that the tests leave in `output/browser` are for people to look at.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import { openChromium } from "../../lib/task/chromium.ts";
import { startJupyter } from "../../lib/task/jupyter_server.ts";
import { labEnvironment } from "../../lib/task/lab_environment.ts";
import { openNotebook } from "../../lib/task/notebook_page.ts";
import {
  BROWSER_FOLDER,
  writeFixtureNotebook,
} from "../support/fixture_notebook.ts";
import { canBrowse } from "../support/permissions.ts";

const ignore = !canBrowse;

/** JupyterLab's own cells only: plotly draws a second figure elsewhere to take a picture. */
const PLOT = ".jp-OutputArea .js-plotly-plot";

Deno.test({
  name: "JupyterLab runs a notebook: table, progress, figure, hover, slider",
  ignore,
  fn: async () => {
    await writeFixtureNotebook("run.ipynb");
    await using opened = await open("run.ipynb");
    const { page } = opened;
    await runAllCells(page);

    const progress = page.getByText(/^counting \d+% \d+\/30 /);
    await progress.waitFor();
    const seen = new Set<string>();
    while (!(await progress.innerText()).includes("100% 30/30")) {
      seen.add(await progress.innerText());
    }
    assert(seen.size >= 3, `progress showed only ${[...seen].join("; ")}`);
    assertEquals(await progress.count(), 1); // one output, which changed

    const plot = page.locator(PLOT);
    await plot.locator(".main-svg").first().waitFor();
    assertEquals(
      await page.locator(".jp-OutputArea td").allInnerTexts(),
      ["<b>dense</b>", "4,096"],
    );
    assertEquals(
      await plot.locator(".g-gtitle").textContent(),
      "Rank by depth",
    );
    await plot.scrollIntoViewIfNeeded();
    assertEquals(await hoverText(page, plot, 1), "(2, 9)");
    await picture(page, "run");

    const rail = (await plot.locator(".slider-rail-touch-rect").boundingBox())!;
    await page.mouse.click(rail.x + rail.width - 8, rail.y + rail.height / 2);
    await plot.getByText("rank 4", { exact: true }).waitFor();
    assertEquals(await hoverText(page, plot, 1), "(2, 16)");
    await picture(page, "slider");
  },
});

Deno.test({
  name:
    "JupyterLab shows a committed notebook that was neither run nor trusted",
  ignore,
  fn: async () => {
    const name = "01_word2ket.ipynb";
    await Deno.mkdir(BROWSER_FOLDER, { recursive: true });
    await Deno.copyFile(
      new URL(`../../notebooks/${name}`, import.meta.url),
      new URL(name, BROWSER_FOLDER),
    );
    await using opened = await open(name);
    const { page } = opened;
    const trust = page.locator(".jp-StatusItem-trust");
    assertStringIncludes(
      await trust.getAttribute("title") ?? "",
      "Notebook not trusted: 0 of ",
    );
    const plot = page.locator(PLOT).first();
    await plot.scrollIntoViewIfNeeded();
    await plot.locator(".scatterlayer .point").first().waitFor();
    assertEquals(
      await plot.locator(".textpoint").allTextContents(),
      await storedLabels(name),
    );
    await picture(page, "untrusted");
  },
});

/** Runs all cells of the open notebook, as a reader does: by the menu. */
async function runAllCells(page: Page): Promise<void> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true })
    .click();
}

/** A notebook in a JupyterLab of its own, whose browser and server go with it. */
async function open(name: string) {
  await using stack = new AsyncDisposableStack();
  const environment = await labEnvironment(() => {});
  const server = stack.use(
    await startJupyter(environment, { folder: BROWSER_FOLDER, isolated: true }),
  );
  const browser = await openChromium();
  stack.defer(() => browser.close());
  const page = await openNotebook(browser, server, name);
  const all = stack.move();
  return { page, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** What a figure says when the pointer is on one of its points. */
async function hoverText(page: Page, plot: Locator, point: number) {
  const box = (await plot.locator(".point").nth(point).boundingBox())!;
  await page.mouse.move(0, 0);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const text = plot.locator(".hoverlayer .hovertext");
  await text.waitFor();
  return await text.textContent();
}

/** Labels of the points that a stored notebook's first figure has. */
async function storedLabels(name: string): Promise<string[]> {
  const text = await Deno.readTextFile(new URL(name, BROWSER_FOLDER));
  for (const { outputs = [] } of JSON.parse(text).cells) {
    for (const { data } of outputs) {
      const figure = data?.["application/vnd.plotly.v1+json"];
      if (figure) return figure.data[0].text;
    }
  }
  throw new Error(`Cannot compare as ${name} must have a figure: found none`);
}

/** Leaves a picture of the page as it is now. */
async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: fileURLToPath(new URL(`${name}.png`, BROWSER_FOLDER)),
  });
}
