import { readdirSync, readFileSync } from "node:fs";
import type { Connection } from "./connection.ts";

const MIGRATIONS = new URL("../migrations/", import.meta.url);

/**
 * Brings the tables to today's shape: every numbered file not applied yet, each in one transaction. Several processes
 * may start at once; the one that comes second finds it done.
 */
export function migrate(db: Connection, now: number): void {
  db.exec(
    "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT NOT NULL PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT",
  );
  const isApplied = db
    .prepare<[string], bigint>("SELECT 1 FROM schema_migrations WHERE name = ?")
    .pluck();
  const record = db.prepare(
    "INSERT INTO schema_migrations (name, applied_at) VALUES (?, ?)",
  );
  for (const file of migrationFiles()) {
    const name = file.replace(/\.sqlite\.sql$/, "");
    if (isApplied.get(name) !== undefined) continue;
    db.transaction(() => {
      if (isApplied.get(name) !== undefined) return;
      db.exec(readFileSync(new URL(file, MIGRATIONS), "utf8"));
      record.run(name, now);
    }).immediate();
  }
}

function migrationFiles(): string[] {
  return readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith(".sqlite.sql"))
    .sort();
}
