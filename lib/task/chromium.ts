import { delimiter, join } from "node:path";
import type { Browser } from "playwright-core";

/** Names that Chromium and its kin go by. */
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];

/** Places of those that are not on the path. */
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Variable that names a Chromium elsewhere. */
const VARIABLE = "KRONLAB_CHROMIUM";

/**
 * Where Chromium lies: where the variable `KRONLAB_CHROMIUM` says, or else on the path.
 *
 * @param variables The environment; this process's by default.
 * @returns The path of the program.
 * @throws {Error} If there is none.
 */
export async function chromiumPath(
  variables: { readonly [name: string]: string | undefined } = Deno.env
    .toObject(),
): Promise<string> {
  const named = variables[VARIABLE];
  if (named !== undefined) {
    if (await isFile(named)) return named;
    throw new Error(
      `Cannot open a browser as ${VARIABLE} must name the program of Chromium: got ${named}`,
    );
  }
  const folders = (variables.PATH ?? "").split(delimiter).filter(Boolean);
  const places = NAMES.flatMap((name) =>
    folders.map((folder) => join(folder, name))
  );
  for (const place of [...places, ...PLACES]) {
    if (await isFile(place)) return place;
  }
  throw new Error(
    `Cannot open a browser as Chromium must be installed (on Debian: apt-get install chromium) or named by the variable ${VARIABLE}: found neither`,
  );
}

/**
 * Starts Chromium without a window, with a profile of its own that is empty and goes
 * with it, and without what it does by itself on the web.
 *
 * @returns The browser; close it at the end.
 */
export async function openChromium(): Promise<Browser> {
  const executablePath = await chromiumPath();
  // loading it needs permissions that plain `deno test` has not
  const { chromium } = await import("playwright-core");
  return await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", // root may not have one
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}
