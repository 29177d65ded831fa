import { assertEquals } from "@std/assert";
import { runCommand } from "../lib/task/run_command.ts";
import { canRun, canWrite } from "./support/permissions.ts";

/** A machine that has none of the programs, and no chromium among its packages. */
const PROGRAMS = {
  "id": "echo 0",
  "dirname": "echo .ci",
  "npx": "exit 0",
  "apt-get": `
    while [ "\${1#-}" != "$1" ]; do shift; done
    [ "$1" = install ] || exit 0
    shift
    for package in "$@"; do
      [ "\${package#-}" = "$package" ] || continue
      [ "$package" != chromium ] || { echo "E: no chromium"; exit 100; }
    done
    echo "$@" >>"$INSTALLED"
  `,
};

Deno.test({
  name:
    ".ci/native installs the other packages where one can't be, and names it",
  ignore: Deno.build.os !== "linux" || !canRun || !canWrite,
  fn: async () => {
    const folder = Deno.makeTempDirSync();
    try {
      for (const [name, lines] of Object.entries(PROGRAMS)) {
        const file = `${folder}/${name}`;
        Deno.writeTextFileSync(file, `#!/bin/bash\n${lines}\n`, {
          mode: 0o755,
        });
      }
      const installed = `${folder}/installed`;
      const { success, output } = await runCommand(
        ["/bin/bash", ".ci/native"],
        {
          cwd: new URL("../", import.meta.url),
          env: { PATH: folder, INSTALLED: installed, KRONLAB_CHROMIUM: "" },
        },
      );
      assertEquals(
        output,
        "NOT INSTALLED: chromium\nE: no chromium\n",
      );
      assertEquals(success, true);
      const packages = Deno.readTextFileSync(installed).match(
        /[\w+][\w+-]+$/gm,
      );
      assertEquals(packages, [
        "g++",
        "python3-pip",
        "python3-venv",
        "fonts-dejavu-core",
        "mesa-vulkan-drivers",
      ]);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});
