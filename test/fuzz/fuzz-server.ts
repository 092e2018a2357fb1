import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, startServe } from "../support/command.ts";
import { freePort, startPostgres } from "../support/postgres-server.ts";
import { send } from "../support/wire.ts";
import { watchBooks } from "./books-watch.ts";
import type { BooksWatch } from "./books-watch.ts";

const MAIN = new URL("../../dist/main.js", import.meta.url).pathname;

/** The built server as a process of its own, with what can be seen of it from beside. */
export interface FuzzServer {
  url: string;
  books: BooksWatch;
  /** What it logged since this was last asked, in whole lines. */
  newLog: () => string;
  /** The longest it was deaf since this was last asked, in seconds. */
  stall: () => Promise<number>;
  errors: () => string;
  /** Stops it and audits what it has kept; what is wrong with that, empty where nothing is. */
  end: () => Promise<string[]>;
}

export type Engine = "sqlite" | "postgresql";

export async function startFuzzServer(
  engine: Engine,
  provisioning: unknown,
): Promise<FuzzServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "pms-fuzz-"));
  const postgres = engine === "postgresql" ? await startPostgres() : null;
  const databaseUrl = postgres?.url() ?? null;
  const metricsPort = await freePort();
  const provisionFile = join(dataDir, "provisioning.json");
  await writeFile(provisionFile, JSON.stringify(provisioning));
  const environment: Record<string, string> = {
    DATA_DIR: dataDir,
    PROVISION_FILE: provisionFile,
    METRICS_PORT: String(metricsPort),
    FAILED_KEYS_PER_MINUTE: "1000000",
    LOG_LEVEL: "info",
    ...(databaseUrl === null
      ? {}
      : {
          DATABASE_URL: databaseUrl,
          TRAIL_KEY: Buffer.alloc(32, 1).toString("base64"),
          SECRETS_KEY: Buffer.alloc(32, 2).toString("base64"),
        }),
  };
  const serving = await startServe(environment, MAIN);
  const books = watchBooks({ dataDir, databaseUrl });
  let read = 0;
  return {
    url: serving.url,
    books,
    newLog: () => {
      const log = serving.stdout();
      const lines = log.slice(read, log.lastIndexOf("\n") + 1);
      read += lines.length;
      return lines;
    },
    stall: async () => {
      const { text } = await send(`http://127.0.0.1:${metricsPort}/metrics`);
      return Number(/^pms_event_loop_delay_max_seconds (\S+)/m.exec(text)![1]);
    },
    errors: () => serving.stderr(),
    end: async () => {
      const faults: string[] = [];
      await books.close();
      const code = await serving.stop();
      if (code !== 0) faults.push(`it ended with ${code}: ${serving.stderr()}`);
      const audit = await runCommand(["audit"], environment, MAIN);
      if (audit.code !== 0)
        faults.push(`the books are not whole: ${audit.stdout}${audit.stderr}`);
      await postgres?.remove();
      await rm(dataDir, { recursive: true, force: true });
      return faults;
    },
  };
}
