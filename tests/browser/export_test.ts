import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { openChromium } from "../../lib/task/chromium.ts";
import { labEnvironment } from "../../lib/task/lab_environment.ts";
import { runCommand } from "../../lib/task/run_command.ts";
import { BROWSER_FOLDER } from "../support/fixture_notebook.ts";
import { canBrowse } from "../support/permissions.ts";

Deno.test({
  name: "nbconvert writes a page that shows figures and tables, offline",
  ignore: !canBrowse,
  fn: async () => {
    const { jupyter } = await labEnvironment(() => {});
    const name = "01_word2ket";
    const path = (url: URL) => fileURLToPath(url);
    const { success, output } = await runCommand([
      jupyter,
      "nbconvert",
      "--to=html",
      `--output-dir=${path(BROWSER_FOLDER)}`,
      path(new URL(`../../notebooks/${name}.ipynb`, import.meta.url)),
    ]);
    assert(success, output);

    const browser = await openChromium();
    try {
      const page = await browser.newPage({
        viewport: { width: 1000, height: 800 },
      });
      page.setDefaultTimeout(30_000);
      await page.route(/^https?:/, (route) => route.abort()); // nothing from the web
      const html = new URL(`${name}.html`, BROWSER_FOLDER);
      await page.goto(html.href, { waitUntil: "domcontentloaded" });
      const drawing = page.locator(".jp-RenderedSVG img").first();
      await drawing.scrollIntoViewIfNeeded();
      const sizes = await drawing.evaluate((image) => [
        image.naturalWidth, // 0 unless it could be drawn
        image.naturalHeight,
      ]);
      assertEquals(sizes, [760, 460]);
      const box = (await drawing.boundingBox())!;
      assert(box.width > 700, `the figure is ${box.width} pixels wide`);
      await page.screenshot({
        path: path(new URL("export.png", BROWSER_FOLDER)),
      });
      const head = page.locator(".jp-OutputArea-output th");
      assert((await head.allInnerTexts()).includes("times smaller"));
    } finally {
      await browser.close();
    }
  },
});
