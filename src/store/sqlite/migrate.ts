import { migrationsOf } from "../migrations.ts";
import type { Connection } from "./connection.ts";

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
  for (const { name, sql } of migrationsOf("sqlite")) {
    if (isApplied.get(name) !== undefined) continue;
    db.transaction(() => {
      if (isApplied.get(name) !== undefined) return;
      db.exec(sql());
      record.run(name, now);
    }).immediate();
  }
}
