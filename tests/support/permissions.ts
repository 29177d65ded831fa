/** Whether tests may read files; plain `deno test` grants nothing, `deno task test` does. */
export const canRead: boolean = granted({ name: "read" });

/** Whether tests may write files. */
export const canWrite: boolean = granted({ name: "write" });

/** Whether tests may read the environment, as compilers and drivers do. */
export const canReadEnvironment: boolean = granted({ name: "env" });

/** Whether tests may load libraries, as native TensorFlow does. */
export const canLoad: boolean = canRead && granted({ name: "ffi" });

/** Whether tests may run commands. */
export const canRun: boolean = granted({ name: "run" });

/** Whether tests may start JupyterLab and a browser: `deno task test-browser` grants it. */
export const canBrowse: boolean = canRun && canReadEnvironment &&
  granted({ name: "net" });

function granted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}
