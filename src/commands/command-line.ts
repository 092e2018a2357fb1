import { Command } from "commander";
import { describeStoreFault } from "./store-faults.ts";

/** How a command ended, for scripts. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** What kept a command from its work, and what to do next. Shown without a stack; exit code 1. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly next: string | null;
  constructor(
    message: string,
    next: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.next = next;
  }
}

const PROGRAM = "pms-charge-receiver";

/**
 * A command whose wrong use exits with 2 and points to its help. `path` is how it is called (`keys issue`), empty for
 * the program itself.
 */
export function newCommand(
  path: string,
  examples: readonly string[] = [],
): Command {
  const call = path === "" ? PROGRAM : `${PROGRAM} ${path}`;
  const command = new Command(call.split(" ").at(-1))
    .exitOverride(({ exitCode }) =>
      process.exit(exitCode === 0 ? EXIT.done : EXIT.usage),
    )
    .showHelpAfterError(`(see: ${call} --help)`);
  if (examples.length === 0) return command;
  const lines = examples.map((example) =>
    example.includes(PROGRAM) ? `  $ ${example}` : `  $ ${PROGRAM} ${example}`,
  );
  return command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}

/**
 * Makes an action of a command: what it answers becomes the exit code; what it throws is said in a sentence, and exits
 * with `failed`. Lets the process end by itself, so that output is never cut off.
 */
export function asAction<Arguments extends unknown[]>(
  run: (...args: Arguments) => Promise<number>,
  failed: number = EXIT.failed,
): (...args: Arguments) => Promise<void> {
  return async (...args) => {
    try {
      process.exitCode = await run(...args);
    } catch (error) {
      process.exitCode = failed;
      for (const line of describeFailure(error)) console.error(line);
    }
  };
}

/** A failure in words: what happened, then what to do. */
export function describeFailure(error: unknown): string[] {
  if (error instanceof CommandFailure) {
    return error.next === null ? [error.message] : [error.message, error.next];
  }
  const { code, path, message } = error as {
    code?: unknown;
    path?: unknown;
    message?: unknown;
  };
  if (typeof code === "string" && typeof path === "string") {
    const words = FILE_ERRORS[code];
    if (words !== undefined) return [`${path}: ${words}`];
  }
  const said = typeof message === "string" ? message : String(error);
  return describeStoreFault(error) ?? [said];
}

const FILE_ERRORS: Record<string, string | undefined> = {
  ENOENT: "no such file or directory; check the path",
  EACCES: "may not be opened by this user; check its owner and mode",
  EISDIR: "is a directory; name a file",
  ENOSPC: "the disk is full; make room and try again",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is a file; name a directory",
};
