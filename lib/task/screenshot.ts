/**
 * `deno task screenshot [NOTEBOOK]`: opens a committed notebook in JupyterLab as a reader
 * does, without running it, and writes README's picture of it.
 *
 * @module
 */

import type { Locator, Page } from "playwright-core";
import { writeAtomically } from "../convert/write_atomically.ts";
import { openChromium } from "./chromium.ts";
import { startJupyter } from "./jupyter_server.ts";
import { labEnvironment } from "./lab_environment.ts";
import { notebookNames, NOTEBOOKS } from "./notebook_names.ts";
import { openNotebook } from "./notebook_page.ts";
import { say } from "./say.ts";
import { taskHelp } from "./task_help.ts";
import { runTask } from "./task_options.ts";

const PICTURE = new URL("../../docs/jupyter.png", import.meta.url);

/** Most bytes of the picture: every reader of the README loads it. */
const MOST = 200_000;

/**
 * Makes the picture.
 *
 * @param args The notebook's name, or nothing for the first.
 * @returns The exit code.
 * @throws {RangeError} If there is no such notebook, or the picture is too large.
 */
export async function screenshotTask(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    say(taskHelp(
      "deno task screenshot [NOTEBOOK]",
      "Opens a notebook in JupyterLab, the first if none is named, and writes README's picture of it.",
    ));
    return 0;
  }
  const [name] = await notebookNames(NOTEBOOKS, args);
  const environment = await labEnvironment(say);
  await using stack = new AsyncDisposableStack();
  const server = stack.use(
    await startJupyter(environment, { folder: NOTEBOOKS, isolated: true }),
  );
  const browser = await openChromium();
  stack.defer(() => browser.close());
  const page = await openNotebook(browser, server, name);
  const figure = page.locator(".jp-OutputArea .js-plotly-plot").first();
  await figure.locator(".main-svg").first().waitFor({ state: "attached" });
  await showWhole(page, figure);
  const picture = await page.screenshot();
  if (picture.length > MOST) {
    throw new RangeError(
      `Cannot keep the picture as it must have at most ${MOST} bytes: got ${picture.length}`,
    );
  }
  await writeAtomically(PICTURE, picture);
  say(`docs/jupyter.png shows ${name}, ${picture.length} bytes`);
  return 0;
}

/** Scrolls until a figure stays at the lower edge, as JupyterLab lays out what comes near. */
async function showWhole(page: Page, figure: Locator): Promise<void> {
  let last: number | undefined;
  for (let calm = 0; calm < 5;) {
    await figure.evaluate((node) => node.scrollIntoView({ block: "end" }));
    await page.waitForTimeout(200);
    const y = (await figure.boundingBox())?.y;
    calm = y === last ? calm + 1 : 0;
    last = y;
  }
}

if (import.meta.main) await runTask(screenshotTask);
