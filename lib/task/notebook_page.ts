import type { Browser, Page } from "playwright-core";
import type { JupyterServer } from "./jupyter_server.ts";

/** Longest to wait for anything to appear, in milliseconds. */
const PATIENCE = 120_000;

/**
 * Opens a notebook in JupyterLab, without running it.
 *
 * @param browser The browser.
 * @param server A JupyterLab that lists the notebook.
 * @param notebook Its name.
 * @returns The page, once the notebook's cells are there and its kernel is ready.
 */
export async function openNotebook(
  browser: Browser,
  server: JupyterServer,
  notebook: string,
): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 860 },
  });
  page.setDefaultTimeout(PATIENCE);
  await page.goto(server.address(notebook));
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
  await page.getByText("Deno | Idle").waitFor();
  return page;
}
