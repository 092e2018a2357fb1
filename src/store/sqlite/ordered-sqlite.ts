import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { checkVersion } from "../migrations.ts";
import {
  countStatement,
  readStatement,
  ROWS_AT_ONCE,
} from "../ordered-tables.ts";
import type { OrderedTables } from "../ordered-tables.ts";
import type { SqlValue } from "../sql-value.ts";
import { numbered, openForReading } from "./connection.ts";
import type { Connection, Numbered } from "./connection.ts";

/**
 * The embedded database for reading only, beside a running server: what it looks like at this moment, until it is
 * closed. What needs to be put in another order than it is kept in goes through temporary files.
 */
export function openOrderedSqlite(file: string): OrderedTables {
  const db = openSnapshot(file);
  return {
    ...orderedOn(db),
    close: () => {
      closeSnapshot(db);
      return Promise.resolve();
    },
  };
}

/** A connection on which the database stays as it is at this moment. Throws `OtherVersion` as `openOrderedTables` does. */
export function openSnapshot(file: string): Connection {
  if (!existsSync(file)) throw new Error(`${dirname(file)} holds no database`);
  const db = openForReading(file);
  try {
    db.pragma("temp_store = FILE");
    db.exec("BEGIN");
    const names = db
      .prepare<[], string>("SELECT name FROM schema_migrations")
      .pluck();
    checkVersion("sqlite", names.all());
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export function closeSnapshot(db: Connection): void {
  db.exec("ROLLBACK");
  db.close();
}

export function orderedOn(db: Connection): Omit<OrderedTables, "close"> {
  return {
    columns: (table) =>
      Promise.resolve(
        db
          .prepare<[string], string>("SELECT name FROM pragma_table_info(?)")
          .pluck()
          .all(table),
      ),
    // eslint-disable-next-line @typescript-eslint/require-await -- the other engine waits for its server
    async *read(what) {
      const { text, values } = readStatement(what, "?");
      const statement = db.prepare<Numbered, SqlValue[]>(text).raw();
      let piece: SqlValue[][] = [];
      for (const row of statement.iterate(numbered(...values))) {
        piece.push(row);
        if (piece.length < ROWS_AT_ONCE) continue;
        yield piece;
        piece = [];
      }
      if (piece.length > 0) yield piece;
    },
    count: (table, equal) => {
      const { text, values } = countStatement(table, equal, "?");
      const count = db.prepare<Numbered, bigint>(text).pluck();
      return Promise.resolve(Number(count.get(numbered(...values))));
    },
    damages: (table) =>
      Promise.resolve(
        db
          .prepare<[string], string>(
            "SELECT integrity_check FROM pragma_integrity_check(?)",
          )
          .pluck()
          .all(table)
          .filter((said) => said !== "ok"),
      ),
  };
}
