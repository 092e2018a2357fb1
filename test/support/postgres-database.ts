import { appendFileSync } from "node:fs";
import { askPostgres } from "./postgres-server.ts";

let databases = 0;

/** An empty database on the server that all tests share, or a copy of another one; answers its address. */
export async function freshDatabase(
  copyOf: string | null = null,
): Promise<string> {
  const server = process.env["TEST_POSTGRES_URL"];
  if (server === undefined) throw new Error("there is no PostgreSQL server");
  const name = `test_${process.pid}_${++databases}_${Date.now()}`;
  const from =
    copyOf === null ? "" : ` TEMPLATE ${new URL(copyOf).pathname.slice(1)}`;
  await askPostgres(server, `CREATE DATABASE ${name}${from}`);
  return server.replace(/[^/]*$/, name);
}

/** Ends what is still connected to it; whichever way the address leads there. Servers of a test's own go as a whole. */
export async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  if (!name.startsWith("test_")) return;
  const server = process.env["TEST_POSTGRES_URL"]!;
  await recordIndexUse(server, name);
  await askPostgres(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/** For `.ci/check-index-use.mjs`, which looks at what a whole run of the tests has used; indexes that keep rows unique aside. */
async function recordIndexUse(server: string, name: string): Promise<void> {
  const file = process.env["INDEX_USE_FILE"];
  if (file === undefined) return;
  const known = await askPostgres(
    server,
    "SELECT 1 FROM pg_database WHERE datname = $1",
    [name],
  );
  if (known.length === 0) return;
  const used = await askPostgres<{ name: string; scans: string }>(
    server.replace(/[^/]*$/, name),
    `SELECT s.indexrelname AS name, s.idx_scan::text AS scans FROM pg_stat_user_indexes s
     JOIN pg_index i ON i.indexrelid = s.indexrelid WHERE NOT i.indisunique`,
  );
  const lines = used.map(({ name: index, scans }) => `${index} ${scans}\n`);
  appendFileSync(file, lines.join(""));
}
