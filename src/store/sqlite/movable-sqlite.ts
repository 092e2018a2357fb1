import { existsSync } from "node:fs";
import type { MovableStore, MovableTable } from "../movable-store.ts";
import { MOVING, SideInUse } from "../movable-store.ts";
import type { SqlValue } from "../sql-value.ts";
import { emptyLog, isBusy, openForWriting } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { orderedOn } from "./ordered-sqlite.ts";
import { sqliteFile } from "./sqlite-file.ts";

/** The embedded database as one side of a move. No other process can have it open meanwhile. */
export function openMovableSqlite(
  dataDir: string,
  { side, now }: { side: "source" | "target"; now: number },
): MovableStore {
  const file = sqliteFile(dataDir);
  if (side === "source" && !existsSync(file))
    throw new Error(`${dataDir} holds no database`);
  try {
    const db = openForWriting(file, { alone: true });
    migrate(db, now);
    if (side === "source") db.exec("BEGIN IMMEDIATE");
    return movable(db, side);
  } catch (error) {
    throw isBusy(error) ? new SideInUse(side) : error;
  }
}

function movable(db: Connection, side: "source" | "target"): MovableStore {
  const all = (text: string, ...values: SqlValue[]): SqlValue[][] =>
    db
      .prepare<SqlValue[], SqlValue[]>(text)
      .raw()
      .all(...values);
  return {
    ...orderedOn(db),
    write: ({ name }, columns, rows) => {
      const insert = db.prepare(
        `INSERT INTO ${name} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})
         ON CONFLICT DO NOTHING`,
      );
      db.transaction(() => {
        for (const row of rows) insert.run(...row);
      }).immediate();
      return resolved(undefined);
    },
    lastKey: ({ name, key }: MovableTable) => {
      const [row] = all(
        `SELECT ${key.join(", ")} FROM ${name} ORDER BY ${key.map((column) => `${column} DESC`).join(", ")} LIMIT 1`,
      );
      return resolved(row ?? null);
    },
    sums: ({ name, money }) => {
      const [row] = all(
        `SELECT ${["count(*)", ...money.map((column) => `coalesce(sum(${column}), 0)`)].join(", ")} FROM ${name}`,
      );
      return resolved(row as bigint[]);
    },
    mark: () => {
      const [row] = all("SELECT 1 FROM installation WHERE name = ?", MOVING);
      return resolved(row === undefined ? null : MOVING);
    },
    setMark: () => {
      db.prepare("INSERT INTO installation (name, value) VALUES (?, 1)").run(
        MOVING,
      );
      return resolved(undefined);
    },
    finish: () => {
      db.transaction(() => {
        db.prepare("DELETE FROM installation WHERE name = ?").run(MOVING);
        db.exec(
          "UPDATE installation SET value = value + 1 WHERE name = 'settings_revision'",
        );
      }).immediate();
      emptyLog(db);
      return resolved(undefined);
    },
    close: () => {
      if (side === "source") db.exec("ROLLBACK");
      db.close();
      return resolved(undefined);
    },
  };
}

function resolved<Value>(value: Value): Promise<Value> {
  return Promise.resolve(value);
}
