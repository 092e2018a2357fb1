import { copyFileSync } from "node:fs";
import { join } from "node:path";
import {
  emptyLog,
  numbered,
  openForReading,
  openForWriting,
} from "../../src/store/sqlite/connection.ts";
import type {
  Connection,
  Numbered,
} from "../../src/store/sqlite/connection.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { sqliteFile } from "../../src/store/sqlite/sqlite-file.ts";

export interface GrowOptions {
  /** A filled database whose days are repeated, at rest. */
  from: string;
  /** An empty directory. */
  to: string;
  /** How often its days are there in the end, itself included. */
  times: number;
  progress: (times: number) => void;
}

const DAY_MS = 86_400_000;

/**
 * A hotel with a longer past: the days of a filled database once more before themselves, again and again, with rows that
 * the path of bills has written. All that must be unique is made anew: ids and instants lie earlier, accounts come from
 * another device, uuids and keys are others, guests have a number before their name and have left. Rows are inserted
 * oldest first, as time would have it. Bodies are there for the newest days only, as where they expire.
 */
export function growStore({ from, to, times, progress }: GrowOptions): void {
  for (const key of ["trail.key", "secrets.key"])
    copyFileSync(join(from, key), join(to, key));
  const source = sqliteFile(from);
  const days = daysIn(source);
  const db = openForWriting(sqliteFile(to));
  db.pragma("synchronous = OFF");
  migrate(db, Date.now());
  db.exec(`ATTACH '${source}' AS base`);
  db.pragma("foreign_keys = OFF");
  defineOlder(db);
  const tables = tablesOf(db);
  for (let ago = times - 1; ago > 0; ago -= 1) {
    db.exec("BEGIN");
    for (const { name, columns } of tables)
      if (REPEATED.has(name))
        db.prepare<Numbered>(older(name, columns)).run(
          numbered(
            BigInt(ago * days * DAY_MS) << 22n,
            ago * days * DAY_MS,
            `-${ago * days} days`,
            ago,
          ),
        );
    db.exec("COMMIT");
    progress(times - ago);
  }
  db.exec("BEGIN");
  for (const { name } of tables)
    db.exec(`INSERT OR REPLACE INTO main.${name} SELECT * FROM base.${name}`);
  db.exec("COMMIT");
  progress(times);
  db.exec("DETACH base");
  db.pragma("synchronous = FULL");
  emptyLog(db);
  db.close();
}

const REPEATED: ReadonlySet<string> = new Set([
  "reservations",
  "folio_balances",
  "receipts",
  "identities",
  "bills",
  "postings",
  "flags",
  "links",
  "refused_receipts",
  "refused_attempts",
  "refused_states",
  "refused_bills",
  "day_totals",
]);

/** What becomes of a column; ?1: ids earlier, ?2: milliseconds earlier, ?3: days earlier, ?4: which repetition. */
const OLDER: Readonly<Record<string, string>> = {
  ...each(
    "receipt_id refused_id posting_id first_posting_id from_refused_id subject_id flag_id link_id from_id to_id event_id",
    (column) => `${column} - ?1`,
  ),
  ...each(
    "opened_at closed_at received_at posted_at changed_at at",
    (column) => `${column} - ?2`,
  ),
  ...each(
    "fisc_id initial_account_id receipt_number chain_root",
    (column) => `older_account(${column}, ?4)`,
  ),
  ...each("uuid idempotency_key", (column) => `older_uuid(${column}, ?4)`),
  ...each("folio_id reservation_id", (column) => `older_guest(${column}, ?4)`),
  business_date: "date(business_date, ?3)",
  payments: "older_payments(payments, ?4)",
  refused_key: "older_digest(refused_key, ?4)",
  value:
    "CASE WHEN kind IN ('uuid', 'key', 'content') THEN older_uuid(value, ?4) ELSE older_account(value, ?4) END",
  status: "CASE status WHEN 'in-house' THEN 'checked-out' ELSE status END",
};

function each(
  names: string,
  expression: (column: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    names.split(" ").map((name) => [name, expression(name)]),
  );
}

interface Table {
  name: string;
  columns: string[];
}

function tablesOf(db: Connection): Table[] {
  const names = db
    .prepare<[], string>(
      "SELECT name FROM base.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .pluck()
    .all();
  const columns = db
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?)")
    .pluck();
  return names.map((name) => ({ name, columns: columns.all(name) }));
}

/** All four are bound in every statement: the condition holds always. */
function older(table: string, columns: readonly string[]): string {
  const values = columns.map((column) => OLDER[column] ?? column).join(", ");
  return `INSERT INTO main.${table} (${columns.join(", ")}) SELECT ${values} FROM base.${table}
    WHERE coalesce(?1, ?2, ?3, ?4) IS NOT NULL`;
}

function daysIn(file: string): number {
  const db = openForReading(file);
  const days = db
    .prepare<[], bigint>("SELECT count(DISTINCT business_date) FROM day_totals")
    .pluck()
    .get()!;
  db.close();
  return Number(days);
}

function defineOlder(db: Connection): void {
  const define = (
    name: string,
    run: (value: string, ago: number) => string,
  ): void =>
    db.function(name, (value, ago) =>
      value === null ? null : run(value as string, Number(ago)),
    );
  define("older_account", (account, ago) =>
    account.replace(/\d+\./, (device) => `${Number.parseInt(device) - ago}.`),
  );
  define("older_uuid", otherHex);
  define("older_guest", olderGuest);
  define("older_payments", (payments, ago) =>
    payments.replace(
      /"reservationId":"([^"]*)"/g,
      (_, id: string) => `"reservationId":"${olderGuest(id, ago)}"`,
    ),
  );
  db.function("older_digest", (digest, ago) =>
    Buffer.from(
      otherHex(Buffer.from(digest as Uint8Array).toString("hex"), Number(ago)),
      "hex",
    ),
  );
}

function olderGuest(id: string, ago: number): string {
  return /^\d/.test(id) ? `${String(ago).padStart(3, "0")}-${id}` : id;
}

/** The last 16 bytes turned into others that look as random. */
function otherHex(text: string, ago: number): string {
  const digits = text.slice(-32);
  const mask = (BigInt(ago) * 0x9e3779b97f4a7c15f39cc0605cedc835n) & MASK;
  const other = (BigInt(`0x${digits}`) ^ mask).toString(16).padStart(32, "0");
  return text.slice(0, -32) + other;
}

const MASK = (1n << 128n) - 1n;
