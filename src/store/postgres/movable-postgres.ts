import type pg from "pg";
import type { MovableStore } from "../movable-store.ts";
import { MOVING } from "../movable-store.ts";
import type { SqlValue } from "../sql-value.ts";
import { GATES } from "../verbs/locks.ts";
import { checkServer } from "./check-server.ts";
import { Database } from "./connection/database.ts";
import { sqlOn } from "./connection/sql.ts";
import type { Sql } from "./connection/sql.ts";
import { migrate } from "./migrate.ts";
import { beginReading, connect, orderedOn } from "./ordered-postgres.ts";

/** A PostgreSQL server as one side of a move. All that is read from a source is of one moment. */
export async function openMovablePostgres(
  url: string,
  { side, now }: { side: "source" | "target"; now: number },
): Promise<MovableStore> {
  const database = new Database({
    url,
    connectionsMax: 1,
    broken: () => undefined,
  });
  try {
    await database.ask(checkServer);
    await migrate(database, now);
  } finally {
    await database.close();
  }
  const client =
    side === "source" ? await beginReading(url) : await connect(url);
  return movable(client, sqlOn(client), side);
}

function movable(
  client: pg.Client,
  sql: Sql,
  side: "source" | "target",
): MovableStore {
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
