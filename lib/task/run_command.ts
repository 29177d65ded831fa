/** How {@linkcode runCommand} runs a command. */
export interface CommandOptions {
  /** Working directory; default: this process's. */
  readonly cwd?: string | URL;
  /** Variables besides this process's. */
  readonly env?: Record<string, string>;
  /** Milliseconds after which the command is ended; default: never. */
  readonly timeout?: number;
  /** `"inherit"` shows what it writes instead of returning it; default `"piped"`. */
  readonly stdout?: "inherit" | "piped";
  /** As `stdout`. */
  readonly stderr?: "inherit" | "piped";
}

/** What became of a command. */
export interface CommandResult {
  /** Whether it ran and exited with 0. */
  readonly success: boolean;
  /** What it wrote to stdout, then to stderr, unless that was shown. */
  readonly output: string;
}

/**
 * Run a command to its end.
 *
 * @param command The command and its arguments.
 * @param options Where and how.
 * @returns Success and output; a command that is not there has failed.
 */
export async function runCommand(
  [command, ...args]: readonly [string, ...string[]],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { timeout, stdout = "piped", stderr = "piped", ...rest } = options;
  const child = { ...rest, args, stdin: "null", stdout, stderr } as const;
  try {
    const result = await new Deno.Command(command, {
      ...child,
      ...timeout !== undefined && { signal: AbortSignal.timeout(timeout) },
    }).output();
    const text = (how: string, bytes: () => Uint8Array) =>
      how === "piped" ? new TextDecoder().decode(bytes()) : "";
    const output = text(stdout, () => result.stdout) +
      text(stderr, () => result.stderr);
    return { success: result.success, output };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { success: false, output: `${command} is not installed` };
  }
}
