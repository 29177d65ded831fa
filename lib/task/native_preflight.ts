import { statfsSync } from "node:fs";
import type { NativeVariant } from "../engine/native_setup.ts";
import { nativeWheels, wheelArguments } from "./native_wheels.ts";
import { runCommand } from "./run_command.ts";

/** Disk that the set-up takes at its fullest, in bytes. */
const DISK: Record<NativeVariant, number> = { cpu: 1.8e9, gpu: 10e9 };

/** A tool that unpacks wheels, and how it is called. */
export interface Installer {
  /** Which of the two it is. */
  readonly name: "pip" | "uv";
  /** The command, up to its verb. */
  readonly command: readonly [string, ...string[]];
}

/**
 * What of the machine itself stands in the way of a set-up.
 *
 * @param variant The build of libtensorflow.
 * @param parent Folder that the set-up's folder is in.
 * @returns A line for each thing that is missing.
 */
export async function checkMachine(
  variant: NativeVariant,
  parent: URL,
): Promise<string[]> {
  const missing: string[] = [];
  const { os, arch } = Deno.build;
  if (os !== "linux") missing.push(`the system must be Linux: got ${os}`);
  if (variant === "gpu" && arch !== "x86_64") {
    missing.push(`the architecture must be x86_64 for CUDA: got ${arch}`);
  }
  if (variant === "gpu" && !(await runCommand(["nvidia-smi"])).success) {
    missing.push("an NVIDIA driver must be installed: nvidia-smi did not run");
  }
  const { bavail, bsize } = statfsSync(parent);
  const [free, needed] = [bavail * bsize, DISK[variant]].map((bytes) =>
    (bytes / 1e9).toFixed(1)
  );
  if (bavail * bsize < DISK[variant]) {
    missing.push(`${needed} GB of disk must be free: got ${free} GB`);
  }
  return missing;
}

/**
 * What of the tools and the package index stands in the way of a set-up from PyPI.
 *
 * @param variant The build of libtensorflow; without it the index is not asked.
 * @returns The tool that unpacks wheels, if there is one, and a line for each thing that
 * is missing.
 */
export async function checkPyPI(
  variant: NativeVariant | undefined,
): Promise<{ installer: Installer | undefined; missing: string[] }> {
  const { installer, missing } = await checkTools();
  if (variant && installer && missing.length === 0) {
    const silent = await checkIndex(installer, variant);
    if (silent) missing.push(silent);
  }
  return { installer, missing };
}

async function checkTools(): Promise<
  { installer: Installer | undefined; missing: string[] }
> {
  const missing: string[] = [];
  const compiler = await runCommand(["g++", "-dumpmachine"]);
  if (!compiler.success) {
    missing.push("a C++ compiler must be installed: g++ did not run");
  } else if (compiler.output.includes("musl")) { // as on Alpine
    const machine = compiler.output.trim();
    missing.push(`the C library must be glibc: g++ compiles for ${machine}`);
  }
  const installers: Installer[] = [
    { name: "pip", command: ["python3", "-m", "pip"] },
    { name: "uv", command: ["uv", "pip"] },
  ];
  for (const installer of installers) {
    const [command, ...args] = installer.command;
    if ((await runCommand([command, ...args, "--help"])).success) {
      return { installer, missing };
    }
  }
  missing.push("python3 with pip, or uv, must be installed: neither ran");
  return { installer: undefined, missing };
}

/** Most that the package index may take; pip itself takes some on a slow machine. */
const SECONDS = 30;

/**
 * Ask the package index for the wheel, before anything is downloaded.
 *
 * @param installer The tool that will download it.
 * @param variant The build of libtensorflow.
 * @returns Why the wheel can't be had; nothing if it can.
 */
async function checkIndex(
  { name, command: [command, ...args] }: Installer,
  variant: NativeVariant,
): Promise<string | undefined> {
  const [{ name: wheel, version }] = nativeWheels(variant);
  const question = name === "pip"
    ? ["index", "versions", wheel, "--timeout", "3", "--retries", "0"]
    : [
      "install",
      "--dry-run",
      "--no-deps",
      "--target",
      ".",
      `${wheel}==${version}`,
    ];
  const { success, output } = await runCommand(
    [command, ...args, ...question, ...wheelArguments(name)],
    {
      timeout: 1_000 * SECONDS,
      env: {
        PIP_DISABLE_PIP_VERSION_CHECK: "1", // what it says of itself comes last
        UV_HTTP_TIMEOUT: "4",
        UV_HTTP_RETRIES: "0",
      },
    },
  );
  if (success && output.includes(version)) return undefined;
  const said = output.trim().split("\n")
    .findLast((line) => !line.startsWith("WARNING:"));
  return `PyPI must be reachable, or a mirror of it that ${name} knows: ${
    said || `no answer within ${SECONDS} seconds`
  }`;
}
