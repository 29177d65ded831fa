import { assert } from "@std/assert";
import { fileURLToPath } from "node:url";
import { runCommand } from "../lib/task/run_command.ts";
import { canRead, canRun } from "./support/permissions.ts";

const root = new URL("../", import.meta.url);

/** What `deno publish` would send, found once. */
let sent: Promise<string[]> | undefined;

async function packageFiles(): Promise<string[]> {
  const { success, output } = await runCommand([
    Deno.execPath(),
    "publish",
    "--dry-run",
    "--allow-dirty",
    "--no-check",
    "--config",
    fileURLToPath(new URL("deno.json", root)),
  ]);
  assert(success, output);
  return [...output.matchAll(/^ +(file:\S+) \(/gm)]
    .map(([, url]) => url.slice(root.href.length));
}

function testPackage(
  name: string,
  fn: (files: readonly string[]) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore: !canRead || !canRun,
    fn: async () => fn(await (sent ??= packageFiles())),
  });
}

testPackage(
  "the package holds the pictures that README shows",
  async (files) => {
    const readme = await Deno.readTextFile(new URL("README.md", root));
    for (const [, picture] of readme.matchAll(/!\[[^\]]*\]\((.+)\)/g)) {
      assert(files.includes(picture), picture);
    }
  },
);

testPackage(
  "the package holds nothing that only a checkout can use",
  (files) => {
    const module = /^(mod\.ts|lib\/(?!task\/).+\.ts|deno\.json|LICENSE)$/;
    const documentation = /^([A-Z]+\.md|docs\/\w+\.(md|png|svg))$/;
    const others = files.filter((file) =>
      !module.test(file) && !documentation.test(file)
    );
    assert(
      others.length === 0,
      `"exclude" below "publish" of deno.json must leave out ${
        others.join(", ")
      }`,
    );
    return Promise.resolve();
  },
);

Deno.test({
  name: "CHANGELOG begins with the version of deno.json",
  ignore: !canRead,
  fn: async () => {
    const read = (name: string) => Deno.readTextFile(new URL(name, root));
    const { version } = JSON.parse(await read("deno.json"));
    const [, first] = (await read("CHANGELOG.md")).match(/^## (\S+)/m) ?? [];
    assert(
      first === version,
      `The first heading of CHANGELOG.md must be "## ${version}", the version of deno.json: got ${first}`,
    );
  },
});
