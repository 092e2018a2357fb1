import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { askPostgres, freePort, owned } from "./postgres-server.ts";

export interface Pooler {
  url(database: string): string;
  stop(): Promise<void>;
}

/** PgBouncer in transaction mode: every transaction may get another connection, and there are few of them. */
export async function startPooler(server: URL): Promise<Pooler> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), "pms-pgbouncer-"));
  const settings = join(directory, "pgbouncer.ini");
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${server.port} user=${server.username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
`,
  );
  owned(directory);
  const asRoot = process.getuid?.() === 0;
  const child = spawn("pgbouncer", [settings], {
    stdio: "ignore",
    ...(asRoot ? { uid: 65_534, gid: 65_534 } : {}),
  });
  const url = (database: string): string =>
    `postgres://${server.username}@127.0.0.1:${port}/${database}`;
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      await askPostgres(url("postgres"), "SELECT 1");
      break;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(50);
    }
  }
  return {
    url,
    stop: async () => {
      const exited = once(child, "exit");
      child.kill("SIGINT");
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
