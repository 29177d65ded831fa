import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { canRun, canWrite } from "../support/permissions.ts";
import { testWhere, UNIX } from "../support/test_where.ts";

// on Unix alone, where shell scripts stand in for python3
const ignore = !canRun || !canWrite;

const CANNOT =
  "Cannot set up JupyterLab as python3 with venv, or uv, must be installed: ";

/** What the set-up says on a machine whose programs are only those given. */
async function setUp(
  programs: Record<string, string>,
  os = Deno.build.os,
): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, script] of Object.entries(programs)) {
      const text = `#!/bin/sh\n${script}\n`;
      await Deno.writeTextFile(`${folder}/${name}`, text, { mode: 0o755 });
    }
    const file = new URL("../../lib/task/lab_environment.ts", import.meta.url);
    const code = `
      const build = { ...Deno.build, os: ${JSON.stringify(os)} };
      Object.defineProperty(Deno, "build", { value: build });
      const { labEnvironment } = await import(${JSON.stringify(file.href)});
      const folder = new URL(${JSON.stringify(`file://${folder}/venv/`)});
      await labEnvironment(() => {}, folder).then(
        () => console.log("made"),
        (error) => console.log(error.message),
      );`;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--quiet", "--ext=ts", code],
      cwd: fileURLToPath(new URL("../../", import.meta.url)),
      env: { PATH: folder },
    }).output();
    return new TextDecoder().decode(stdout).trim();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

testWhere(UNIX, {
  name: "labEnvironment() says that python3 is missing",
  ignore,
  fn: async () => {
    assertEquals(await setUp({}), `${CANNOT}python3 is not installed`);
  },
});

testWhere(UNIX, {
  name:
    "labEnvironment() says that it can't write where the environment is to be",
  ignore,
  fn: async () => {
    const said = await setUp({ venv: "", python3: "" }); // a file, not a folder
    const need = "as it must be a folder that can be written to: got ";
    assertMatch(said, new RegExp(`^Cannot save to .*/venv/ ${need}`));
  },
});

testWhere(UNIX, {
  name: "labEnvironment() says why python3 makes no environment",
  ignore,
  fn: async () => {
    const python3 = "echo 'No module named venv' >&2; exit 1";
    assertEquals(await setUp({ python3 }), `${CANNOT}No module named venv`);
  },
});

testWhere(UNIX, {
  name: "labEnvironment() calls Python on Windows by either of its names",
  ignore,
  fn: async () => {
    const py = `[ "$*" = "-3 --version" ] && exit 0; echo "py $*" >&2; exit 1`;
    const python = `echo "python $*" >&2; exit 1`;
    assertMatch(await setUp({ py, python }, "windows"), /: py -3 -m venv /);
    assertMatch(await setUp({ python }, "windows"), /: python -m venv /);
  },
});

testWhere(UNIX, {
  name: "labEnvironment() says why the packages can't be installed",
  ignore,
  fn: async () => {
    const uv = "[ $1 = pip ] || exit 0; echo 'no network' >&2; exit 1";
    assertEquals(
      await setUp({ uv }),
      "Cannot set up JupyterLab as its packages must be installed: no network",
    );
  },
});
