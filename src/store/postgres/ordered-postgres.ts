import type pg from "pg";
import { checkVersion } from "../migrations.ts";
import {
  countStatement,
  readStatement,
  ROWS_AT_ONCE,
} from "../ordered-tables.ts";
import type { OrderedTables } from "../ordered-tables.ts";
import type { SqlValue } from "../sql-value.ts";
import { Client, types } from "./connection/pg.ts";

/**
 * For reading only, all of one moment. The whole of a table is wanted, not its first rows, so that the planner may sort
 * it; and nobody else waits for this transaction, so that it may take its time.
 */
const BEGIN = `BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;
  SET LOCAL cursor_tuple_fraction = 1; SET LOCAL statement_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0`;

/** A PostgreSQL server for reading only, beside running instances: what it looks like at this moment, until it is closed. */
export async function openOrderedPostgres(url: string): Promise<OrderedTables> {
  const client = await beginReading(url);
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT name FROM schema_migrations",
    );
    checkVersion(
      "postgres",
      rows.map(({ name }) => name),
    );
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    ...orderedOn(client),
    close: async () => {
      await client.query("ROLLBACK");
      await client.end();
    },
  };
}

/** A connection on which everything is of one moment. */
async function beginReading(url: string): Promise<pg.Client> {
  const client = await connect(url);
  await client.query(BEGIN);
  return client;
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new Client({ connectionString: url, types });
  // A server that goes away is told by the statement that has no answer.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

export function orderedOn(client: pg.Client): Omit<OrderedTables, "close"> {
  let cursors = 0;
  const all = async (
    text: string,
    values: SqlValue[] = [],
  ): Promise<SqlValue[][]> => {
    const { rows } = await client.query<SqlValue[]>({
      text,
      values,
      rowMode: "array",
    });
    return rows;
  };
  return {
    columns: async (table) => {
      const rows = await all(
        `SELECT column_name::text FROM information_schema.columns
         WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`,
        [table],
      );
      return rows.map(([name]) => name as string);
    },
    async *read(what) {
      const { text, values } = readStatement(what, "$");
      const cursor = `ordered_${(cursors += 1)}`;
      await all(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values);
      try {
        for (;;) {
          const rows = await all(`FETCH ${ROWS_AT_ONCE} FROM ${cursor}`);
          if (rows.length > 0) yield rows;
          if (rows.length < ROWS_AT_ONCE) return;
        }
      } finally {
        // Where the transaction failed, it is closed.
        await all(`CLOSE ${cursor}`).catch(() => undefined);
      }
    },
    count: async (table, equal) => {
      const { text, values } = countStatement(table, equal, "$");
      const [row] = await all(text, values);
      return Number(row![0]);
    },
    // It tells by its checksums, where they are on, as soon as a page is read.
    damages: () => Promise.resolve([]),
  };
}
