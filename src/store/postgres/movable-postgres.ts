import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { MovableStore } from "../movable-store.ts";
import { MOVABLE_TABLES, MOVING, SideInUse } from "../movable-store.ts";
import type { SqlValue } from "../sql-value.ts";
import { GATES } from "../verbs/locks.ts";
import { checkServer } from "./check-server.ts";
import { APPLICATION_NAME, Database } from "./connection/database.ts";
import { isLockTimeout } from "./connection/errors.ts";
import { sqlOn } from "./connection/sql.ts";
import type { Sql } from "./connection/sql.ts";
import { migrate } from "./migrate.ts";
import { connect, orderedOn } from "./ordered-postgres.ts";

type Side = "source" | "target";

/**
 * A PostgreSQL server as one side of a move. Refused while instances work with it. All that is read from a source is of
 * one moment, and nobody writes to it meanwhile.
 */
export async function openMovablePostgres(
  url: string,
  { side, now }: { side: Side; now: number },
): Promise<MovableStore> {
  const database = new Database({
    url,
    connectionsMax: 1,
    broken: () => undefined,
  });
  try {
    await database.ask(checkServer);
    await database.ask((sql) => refuseInUse(sql, side));
    await migrate(database, now);
  } finally {
    await database.close();
  }
  const client = await connect(url);
  if (side === "source") await lockAll(client);
  return movable(client, sqlOn(client), side);
}

/** An instance that has just been stopped is seen for a moment longer. */
const IN_USE_FOR_MS = 2_000;

async function refuseInUse(sql: Sql, side: Side): Promise<void> {
  const until = performance.now() + IN_USE_FOR_MS;
  for (;;) {
    const instance = await sql.row(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid() LIMIT 1`,
      APPLICATION_NAME,
    );
    if (instance === undefined) return;
    if (performance.now() > until) throw new SideInUse(side);
    await sleep(100);
  }
}

/** What is read later is of the moment after the locks, under which nobody writes. */
async function lockAll(client: pg.Client): Promise<void> {
  const names = MOVABLE_TABLES.map(({ name }) => name).join(", ");
  await client.query(
    `BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = 10000; SET LOCAL cursor_tuple_fraction = 1;
     SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`,
  );
  try {
    await client.query(`LOCK TABLE ${names} IN SHARE MODE`);
  } catch (error) {
    await client.end();
    throw isLockTimeout(error) ? new SideInUse("source") : error;
  }
}

function movable(client: pg.Client, sql: Sql, side: Side): MovableStore {
  const all = async (
    text: string,
    ...values: SqlValue[]
  ): Promise<SqlValue[][]> => {
    const { rows } = await client.query<SqlValue[]>({
      text,
      values,
      rowMode: "array",
    });
    return rows;
  };
  const sum = (column: string): string => `coalesce(sum(${column}), 0)::text`;
  return {
    ...orderedOn(client),
    write: async ({ name }, columns, rows) => {
      const values: SqlValue[] = [];
      const place = (value: SqlValue): string => `$${values.push(value)}`;
      const width = columns.length;
      const atOnce = Math.floor(PARAMETERS_MAX / width);
      await sql.run("BEGIN");
      for (let start = 0; start < rows.length; start += atOnce) {
        values.length = 0;
        const part = rows
          .slice(start, start + atOnce)
          .map((row) => `(${row.map(place).join(", ")})`);
        await sql.run(
          `INSERT INTO ${name} (${columns.join(", ")}) VALUES ${part.join(", ")} ON CONFLICT DO NOTHING`,
          ...values,
        );
      }
      await sql.run("COMMIT");
    },
    lastKey: async ({ name, key }) => {
      const [row] = await all(
        `SELECT ${key.join(", ")} FROM ${name} ORDER BY ${key.map((column) => `${column} DESC`).join(", ")} LIMIT 1`,
      );
      return row ?? null;
    },
    sums: async ({ name, money }) => {
      const [row] = await all(
        `SELECT ${["count(*)::text", ...money.map(sum)].join(", ")} FROM ${name}`,
      );
      return row!.map((text) => BigInt(text as string));
    },
    mark: async () => {
      const rows = await all(
        "SELECT 1 FROM installation WHERE name = $1",
        MOVING,
      );
      return rows.length === 0 ? null : MOVING;
    },
    setMark: async () => {
      await sql.run(
        "INSERT INTO installation (name, value) VALUES ($1, 1)",
        MOVING,
      );
    },
    finish: async () => {
      await sql.run("BEGIN");
      await sql.run(
        `INSERT INTO charge_gates (property_id, gate)
         SELECT p.property_id, g FROM properties p CROSS JOIN generate_series(0, $1::bigint - 1) g
         ON CONFLICT DO NOTHING`,
        GATES,
      );
      await sql.run("DELETE FROM installation WHERE name = $1", MOVING);
      await sql.run(
        "UPDATE installation SET value = value + 1 WHERE name = 'settings_revision'",
      );
      await sql.run("COMMIT");
      await sql.run("ANALYZE");
    },
    close: async () => {
      if (side === "source") await client.query("ROLLBACK");
      await client.end();
    },
  };
}

/** The protocol counts parameters with 16 bits. */
const PARAMETERS_MAX = 30_000;
