import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { benchProvisioning } from "./bench-hotel.ts";
import type { LoadOrder, LoadResult } from "./load-generator.ts";

export interface BenchServer {
  name: string;
  port: number;
  /** Text that every good answer holds. */
  mark: string;
  /** CPU time used so far, all threads. */
  cpuMs(): number;
  stop(): void;
}

const here = (file: string) => new URL(file, import.meta.url).pathname;

export async function startEcho(): Promise<BenchServer> {
  const child = fork(here("echo-server.ts"));
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    name: "echo",
    port,
    mark: '"apiKey"',
    cpuMs: () => cpuMsOf(child),
    stop: () => child.kill(),
  };
}

/** Our server as it is shipped: from dist, on a data directory of its own, with its log in a file. */
export async function startOurs(): Promise<BenchServer> {
  const directory = mkdtempSync(join(tmpdir(), "charge-bench-"));
  const provisionFile = join(directory, "provisioning.json");
  writeFileSync(provisionFile, JSON.stringify(benchProvisioning()), {
    mode: 0o600,
  });
  const log = openSync(join(directory, "log"), "a");
  // Below the range from which the system takes the ports of outgoing connections.
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const child = spawn(process.execPath, [here("../../dist/main.js"), "serve"], {
    stdio: ["ignore", log, log],
    env: {
      PATH: process.env["PATH"],
      PORT: String(port),
      DATA_DIR: join(directory, "data"),
      PROVISION_FILE: provisionFile,
      // Of a server of its own to measure with; without, the embedded database.
      ...named(["DATABASE_URL", "TRAIL_KEY", "SECRETS_KEY"]),
    },
  });
  const stop = () => {
    child.kill();
    rmSync(directory, { recursive: true, force: true });
  };
  const logText = () =>
    readFileSync(join(directory, "log"), "utf8").slice(-2000);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) break;
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(
      () => null,
    );
    if (ready?.ok) {
      return {
        name: "charge",
        port,
        mark: '"posted"',
        cpuMs: () => cpuMsOf(child),
        stop,
      };
    }
    await sleep(100);
  }
  const said = logText();
  stop();
  throw new Error(`the server does not become ready; it said:\n${said}`);
}

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

function cpuMsOf({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in brackets may hold spaces; after it, user and system time are the 12th and 13th field.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function named(names: string[]): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
