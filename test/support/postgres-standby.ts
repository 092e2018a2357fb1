import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import {
  askPostgres,
  owned,
  startPostgres,
  writeClusterFile,
} from "./postgres-server.ts";
import type { PostgresServer } from "./postgres-server.ts";

/** A standby of a running server, on which every commit then waits unless it is not to be synchronous. */
export async function startStandby(
  primary: PostgresServer,
  {
    synchronous = true,
    directory = tmpdir(),
  }: { synchronous?: boolean; directory?: string } = {},
): Promise<PostgresServer> {
  const dataDir = await copyOf(primary, directory);
  writeClusterFile(dataDir, "standby.signal");
  const standby = await startPostgres({
    dataDir,
    settings: {
      primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres application_name=standby`,
    },
  });
  if (!synchronous) return standby;
  await askPostgres(
    primary.url(),
    "ALTER SYSTEM SET synchronous_standby_names = 'standby'",
  );
  await askPostgres(primary.url(), "SELECT pg_reload_conf()");
  for (;;) {
    const rows = await askPostgres<{ sync_state: string }>(
      primary.url(),
      "SELECT sync_state FROM pg_stat_replication",
    );
    if (rows[0]?.sync_state === "sync") return standby;
    await sleep(50);
  }
}

/** Copied while it runs, as the manual says; the tools for it are not among the binaries that we have. */
async function copyOf(
  primary: PostgresServer,
  directory: string,
): Promise<string> {
  const dataDir = mkdtempSync(join(directory, "pms-postgres-standby-"));
  const client = new pg.Client({ connectionString: primary.url() });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('standby', true)");
    spawnSync("cp", ["-a", `${primary.dataDir}/.`, dataDir]);
    const { rows } = await client.query<{ labelfile: string }>(
      "SELECT labelfile FROM pg_backup_stop(false)",
    );
    writeClusterFile(dataDir, "backup_label", rows[0]!.labelfile);
  } finally {
    await client.end();
  }
  for (const name of ["postmaster.pid", "postmaster.opts"])
    rmSync(join(dataDir, name), { force: true });
  owned(dataDir);
  return dataDir;
}
