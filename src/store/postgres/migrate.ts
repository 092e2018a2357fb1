import { migrationsOf } from "../migrations.ts";
import { isConflict } from "./connection/errors.ts";
import type { Database } from "./connection/database.ts";
import type { Sql } from "./connection/sql.ts";

/** The row that is locked by who migrates. */
const GUARD = "guard";
const ATTEMPTS_MAX = 100;

/**
 * Brings the tables to today's shape: every numbered file not applied yet, all in one transaction. Any number of
 * instances may start at once: one migrates, the others wait for the guard row and find it done.
 */
export async function migrate(database: Database, now: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await database.write((sql) => applyMissing(sql, now));
      return;
    } catch (error) {
      // CREATE TABLE IF NOT EXISTS is no lock: two at once may collide in the catalogue.
      const collided = isConflict(error) || isCatalogueRace(error);
      if (!collided || attempt >= ATTEMPTS_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * Math.random()));
    }
  }
}

async function applyMissing(sql: Sql, now: number): Promise<void> {
  await sql.run("SET LOCAL lock_timeout = 0");
  await sql.run(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name text COLLATE "C" NOT NULL PRIMARY KEY, applied_at bigint NOT NULL)',
  );
  await sql.run(
    "INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
    GUARD,
    now,
  );
  await sql.run(
    "SELECT name FROM schema_migrations WHERE name = $1 FOR UPDATE",
    GUARD,
  );
  const applied = await sql.rows<{ name: string }>(
    "SELECT name FROM schema_migrations",
  );
  const done = new Set(applied.map(({ name }) => name));
  for (const migration of migrationsOf("postgres")) {
    const { name } = migration;
    if (done.has(name)) continue;
    await sql.run(migration.sql());
    await sql.run(
      "INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2)",
      name,
      now,
    );
  }
}

function isCatalogueRace(error: unknown): boolean {
  const { code } = error as { code?: string };
  // duplicate_table, duplicate_object, and "tuple concurrently updated"
  return code === "42P07" || code === "42710" || code === "XX000";
}
