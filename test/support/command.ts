import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** The program as it stands here; tests of several versions name another. */
export const MAIN = new URL("../../src/main.ts", import.meta.url).pathname;

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

type Environment = Record<string, string>;

/** Runs the program as a process of its own, as a person would, and waits for its end; `meanwhile` is shown it. */
export async function runCommand(
  args: string[],
  environment: Environment = {},
  main = MAIN,
  meanwhile: (child: ChildProcess) => void = () => undefined,
): Promise<CommandResult> {
  const { child, output } = spawnCommand(main, args, environment);
  meanwhile(child);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...output() };
}

/** Runs it and answers what it asks: `answer` is shown all it wrote so far, and says what to type or null for nothing yet. */
export async function talkToCommand(
  args: string[],
  environment: Environment,
  answer: (written: string) => string | null | Promise<string | null>,
): Promise<CommandResult> {
  const { child, output } = spawnCommand(MAIN, args, environment, "pipe");
  const closed = once(child, "close") as Promise<[number | null]>;
  let typed: string | null = null;
  while (child.exitCode === null && typed === null) {
    const { stdout, stderr } = output();
    typed = await answer(stdout + stderr);
    if (typed === null) await sleep(50);
  }
  // It may have ended meanwhile, without reading: then what it wrote tells.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(`${typed}\n`);
  const [code] = await closed;
  return { code, ...output() };
}

export interface LaunchedCommand {
  child: ChildProcess;
  /** What it has written that is like this, as soon as it has; rejects when it ends without. */
  writes: (like: RegExp) => Promise<string>;
  ended: Promise<CommandResult>;
}

/** Runs it without waiting for its end. */
export function launchCommand(
  args: string[],
  environment: Environment,
): LaunchedCommand {
  const { child, output } = spawnCommand(MAIN, args, environment);
  const closed = once(child, "close") as Promise<[number | null]>;
  return {
    child,
    writes: async (like) => {
      for (;;) {
        const { stdout, stderr } = output();
        const found = like.exec(stdout + stderr)?.[0];
        if (found !== undefined) return found;
        if (child.exitCode !== null) throw new Error(`it ended: ${stderr}`);
        await sleep(20);
      }
    },
    ended: closed.then(([code]) => ({ code, ...output() })),
  };
}

export interface ServingCommand {
  url: string;
  pid: number;
  stdout: () => string;
  stderr: () => string;
  /** Its signal or exit code; null: it runs. */
  ended: () => NodeJS.Signals | number | null;
  /** SIGTERM; answers the exit code. */
  stop: () => Promise<number | null>;
  /** SIGKILL: it finishes nothing. */
  kill: () => Promise<void>;
}

/** `serve` as a process of its own, on a free port; resolves when it listens. */
export async function startServe(
  environment: Environment,
  main = MAIN,
): Promise<ServingCommand> {
  const launched = launchServe(environment, main);
  const url = await launched.listening;
  return { url, ...launched };
}

/** The same while it is starting still; `listening` rejects when it ended before. */
export function launchServe(
  environment: Environment,
  main = MAIN,
): Omit<ServingCommand, "url"> & { listening: Promise<string> } {
  const { child, output } = spawnCommand(main, ["serve"], {
    PORT: "0",
    ...environment,
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null)
      return child.exitCode;
    child.kill(signal);
    const [code] = (await once(child, "close")) as [number | null];
    return code;
  };
  return {
    pid: child.pid!,
    stdout: () => output().stdout,
    stderr: () => output().stderr,
    ended: () => child.signalCode ?? child.exitCode,
    stop: () => end("SIGTERM"),
    kill: async () => {
      await end("SIGKILL");
    },
    listening: listening(child, output),
  };
}

/** On a machine that has much else to do. */
const STARTS_WITHIN_MS = 60_000;

async function listening(
  child: ChildProcess,
  output: () => { stdout: string; stderr: string },
): Promise<string> {
  const port = () =>
    /"event":"server.started".*?"port":(\d+)/.exec(output().stdout)?.[1];
  const until = Date.now() + STARTS_WITHIN_MS;
  while (port() === undefined) {
    if (
      child.exitCode !== null ||
      child.signalCode !== null ||
      Date.now() > until
    ) {
      child.kill("SIGKILL");
      throw new Error(
        `serve did not start: ${output().stdout}${output().stderr}`,
      );
    }
    await sleep(20);
  }
  return `http://127.0.0.1:${port()!}`;
}

function spawnCommand(
  main: string,
  args: string[],
  environment: Environment,
  stdin: "ignore" | "pipe" = "ignore",
) {
  const child: ChildProcess = spawn(process.execPath, [main, ...args], {
    env: { ...passedOn("PATH", "NODE_COMPILE_CACHE"), ...environment },
    stdio: [stdin, "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  return { child, output: () => ({ ...texts }) };
}

/** Of our own environment: nothing else of it may reach a command. */
function passedOn(...names: string[]): Environment {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
