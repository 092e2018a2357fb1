import { fork, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startPostgres } from "../support/postgres-server.ts";
import { benchProvisioning } from "./bench-hotel.ts";
import type { LoadOrder, LoadResult } from "./load-generator.ts";

export interface BenchServer {
  name: string;
  port: number;
  /** Text that every good answer holds. */
  mark: string;
  /** CPU time used so far, all threads, and all processes of its database. */
  cpuMs(): number;
  stop(): Promise<void>;
}

const here = (file: string) => new URL(file, import.meta.url).pathname;

/** A server to compare with: a program of this folder. */
export async function startOther(
  name: string,
  { program, mark }: { program: string; mark: string },
  env: Record<string, string> = {},
): Promise<BenchServer> {
  const child = fork(here(program), { env: { ...process.env, ...env } });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    name,
    port,
    mark,
    cpuMs: () => cpuMsOf(child.pid!),
    stop: () => ended(child),
  };
}

/** On a PostgreSQL server of its own, with the settings under which nothing acknowledged is lost. */
export async function startOnPostgres(
  start: (env: Record<string, string>) => Promise<BenchServer>,
): Promise<BenchServer> {
  const postgres = await startPostgres();
  const key = () => randomBytes(32).toString("base64");
  const server = await start({
    DATABASE_URL: postgres.url(),
    TRAIL_KEY: key(),
    SECRETS_KEY: key(),
  }).catch(async (error: unknown) => {
    await postgres.remove();
    throw error;
  });
  const main = Number(
    readFileSync(join(postgres.dataDir, "postmaster.pid"), "utf8").split(
      "\n",
      1,
    )[0],
  );
  return {
    ...server,
    cpuMs: () =>
      [main, ...childrenOf(main)].reduce(
        (sum, pid) => sum + cpuMsOf(pid),
        server.cpuMs(),
      ),
    stop: async () => {
      await server.stop();
      await postgres.remove();
    },
  };
}

/** Our server as it is shipped: from dist, on a data directory of its own, with its log in a file. */
export async function startOurs(
  name: string,
  env: Record<string, string> = {},
): Promise<BenchServer> {
  const directory = mkdtempSync(join(tmpdir(), "charge-bench-"));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  const server = await startOn(name, join(directory, "data"), env).catch(
    (error: unknown) => {
      remove();
      throw error;
    },
  );
  const stop = async () => {
    await server.stop();
    remove();
  };
  return { ...server, stop };
}

/** The same on a data directory that stays. */
export async function startOn(
  name: string,
  dataDir: string,
  env: Record<string, string> = {},
): Promise<BenchServer & { readyMs: number; pid: number }> {
  mkdirSync(dataDir, { recursive: true });
  const provisionFile = `${dataDir}.provisioning.json`;
  writeFileSync(provisionFile, JSON.stringify(benchProvisioning()), {
    mode: 0o600,
  });
  const logFile = `${dataDir}.log`;
  const log = openSync(logFile, "a");
  // Below the range from which the system takes the ports of outgoing connections.
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const startedAt = performance.now();
  const child = spawn("sh", ["-c", startScript()], {
    cwd: ROOT,
    stdio: ["ignore", log, log],
    env: {
      PATH: process.env["PATH"],
      PORT: String(port),
      DATA_DIR: dataDir,
      PROVISION_FILE: provisionFile,
      ...env,
    },
  });
  closeSync(log);
  const readyUntil = startedAt + READY_WITHIN_MS;
  while (child.exitCode === null && performance.now() < readyUntil) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(
      () => null,
    );
    if (ready?.ok) {
      return {
        name,
        port,
        mark: '"posted"',
        readyMs: performance.now() - startedAt,
        pid: child.pid!,
        cpuMs: () => cpuMsOf(child.pid!),
        stop: () => ended(child),
      };
    }
    await sleep(5);
  }
  await ended(child);
  const said = readFileSync(logFile, "utf8").slice(-2000);
  throw new Error(`the server does not become ready; it said:\n${said}`);
}

const ROOT = here("../..");

/** As `npm start` has it. */
function startScript(): string {
  const { scripts } = JSON.parse(
    readFileSync(join(ROOT, "package.json"), "utf8"),
  ) as { scripts: { start: string } };
  return scripts.start;
}

// A new version may have to make an index of millions of rows first.
const READY_WITHIN_MS = 600_000;

export interface LoadProcess {
  /** Makes the bills; nothing is sent yet. */
  prepare(order: LoadOrder): Promise<void>;
  go(): Promise<LoadResult>;
  stop(): void;
}

export function startLoad(): LoadProcess {
  const child = fork(here("load-generator.ts"));
  return {
    async prepare(order) {
      child.send(order);
      await once(child, "message");
    },
    async go() {
      child.send("go");
      const [result] = (await once(child, "message")) as [LoadResult];
      return result;
    },
    stop: () => child.kill(),
  };
}

// Linux counts in hundredths of a second; a round of seconds is long enough for that.
const TICK_MS = 10;

function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in brackets may hold spaces; after it, user and system time are the 12th and 13th field.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.trim().split(" ").filter(Boolean).map(Number);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill();
  await exited;
}
