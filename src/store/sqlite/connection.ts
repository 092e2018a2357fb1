import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";
import type { SqlValue } from "../sql-value.ts";

/** Values for `?1`, `?2`, …, which are bound by name. */
export type Numbered = Record<string, SqlValue>;

export function numbered(...values: SqlValue[]): Numbered {
  return Object.fromEntries(
    values.map((value, index) => [String(index + 1), value]),
  );
}

/** A statement that is compiled once. Integers come out as bigint, blobs as Uint8Array. */
export class Statement<Values extends Bound, Row> {
  readonly #statement: StatementSync;
  #firstColumnOnly = false;

  constructor(statement: StatementSync) {
    statement.setReadBigInts(true);
    this.#statement = statement;
  }

  /** Whether it answers with rows. */
  get reader(): boolean {
    return this.#statement.columns().length > 0;
  }

  /** Rows as arrays. */
  raw(): this {
    this.#statement.setReturnArrays(true);
    return this;
  }

  /** The first column instead of a row. */
  pluck(): this {
    this.#firstColumnOnly = true;
    return this.raw();
  }

  get(...values: Values): Row | undefined {
    const row: unknown = this.#statement.get(...(values as SqlValue[]));
    return this.#firstColumnOnly && row !== undefined
      ? (row as Row[])[0]
      : (row as Row | undefined);
  }

  all(...values: Values): Row[] {
    const rows: unknown[] = this.#statement.all(...(values as SqlValue[]));
    return this.#firstColumnOnly
      ? (rows as Row[][]).map((row) => row[0]!)
      : (rows as Row[]);
  }

  /** One row after the other; other statements may run meanwhile. */
  iterate(...values: Values): Iterable<Row> {
    return this.#statement.iterate(
      ...(values as SqlValue[]),
    ) as Iterable<unknown> as Iterable<Row>;
  }

  run(...values: Values): { changes: number } {
    return this.runWith(values as SqlValue[]);
  }

  /** The same with the values in a list, of which there may be hundreds. */
  runWith(values: readonly SqlValue[]): { changes: number } {
    return { changes: Number(this.#statement.run(...values).changes) };
  }
}

type Bound = SqlValue[] | [Numbered];

/** One connection to a database file. */
export class Connection {
  readonly #db: DatabaseSync;

  constructor(file: string, options: { readOnly: boolean }) {
    this.#db = new DatabaseSync(file, { ...options, timeout: BUSY_TIMEOUT_MS });
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  prepare<Values extends Bound | Numbered = SqlValue[], Row = unknown>(
    sql: string,
  ): Statement<Values extends Bound ? Values : [Numbered], Row> {
    return new Statement(this.#db.prepare(sql));
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  pragma(text: string): unknown[] {
    return this.prepare(`PRAGMA ${text}`).all();
  }

  /** A function of ours that statements may call: always the same answer for the same values. */
  function(name: string, run: (...values: unknown[]) => SqlValue): void {
    this.#db.function(name, { deterministic: true }, run);
  }

  /** All that `run` does is kept together, or nothing where it throws. */
  transaction<Answer>(run: () => Answer): Transaction<Answer> {
    const within = (begin: string): Answer => {
      this.exec(begin);
      try {
        const answer = run();
        this.exec("COMMIT");
        return answer;
      } catch (error) {
        if (this.inTransaction) this.exec("ROLLBACK");
        throw error;
      }
    };
    return Object.assign(() => within("BEGIN"), {
      immediate: () => within("BEGIN IMMEDIATE"),
    });
  }

  /**
   * Copies every page into another file, in a thread of its own and some at a time; `progress` may throw to end it. As it
   * is at one moment only inside a transaction: otherwise each commit of somebody else begins it anew.
   */
  async copyTo(
    file: string,
    progress: (pages: { copied: number; total: number }) => void,
  ): Promise<void> {
    await backup(this.#db, file, {
      rate: COPIED_AT_ONCE,
      progress: ({ totalPages, remainingPages }) =>
        progress({ copied: totalPages - remainingPages, total: totalPages }),
    });
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }
}

const COPIED_AT_ONCE = 1_000;

interface Transaction<Answer> {
  (): Answer;
  /** Takes the write lock at once. */
  immediate(): Answer;
}

const BUSY_TIMEOUT_MS = 5_000;

/**
 * The one connection of this process that writes. A commit is on the disk when it returns. `alone`: no other process has
 * the database open, or can open it meanwhile; throws `SQLITE_BUSY` where one has.
 */
export function openForWriting(
  file: string,
  { alone = false }: { alone?: boolean } = {},
): Connection {
  mkdirSync(dirname(file), { recursive: true });
  return opened(new Connection(file, { readOnly: false }), [
    ...(alone ? ["locking_mode = EXCLUSIVE"] : []),
    "journal_mode = WAL",
    ...DURABLE,
    "foreign_keys = ON",
    `wal_autocheckpoint = ${LONG_LOG_PAGES}`,
    "cache_size = -8192",
    "temp_store = MEMORY",
  ]);
}

/** What a commit, and the log brought into the database, wait for. */
const DURABLE = [
  "synchronous = FULL",
  "fullfsync = ON",
  "checkpoint_fullfsync = ON",
];

/** `Checkpoints` keep it shorter unless bills come without a pause; then the writer itself begins it anew. */
const LONG_LOG_PAGES = 16_000;

/** The connection that brings committed pages from the log into the database. It changes nothing else. */
export function openForCheckpoints(file: string): Connection {
  return opened(new Connection(file, { readOnly: false }), [
    "query_only = ON",
    ...DURABLE,
    "wal_autocheckpoint = 0",
    "cache_size = -64",
  ]);
}

export function openForReading(file: string): Connection {
  return opened(new Connection(file, { readOnly: true }), [
    "query_only = ON",
    "cache_size = -4096",
    "temp_store = MEMORY",
  ]);
}

function opened(db: Connection, settings: readonly string[]): Connection {
  try {
    for (const setting of settings) db.pragma(setting);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Brings into the database what is committed and nobody reads from the log any more, and syncs it; waits for nobody. What is left, the next one
 * finds.
 */
export function copyFromLog(db: Connection): void {
  db.pragma("wal_checkpoint(PASSIVE)");
}

/**
 * Empties the write-ahead log into the database and syncs both. False where somebody else works with the database at this
 * moment: then some of the log, or all of it, is left.
 */
export function emptyLog(db: Connection): boolean {
  db.pragma("busy_timeout = 0");
  const [result] = db.pragma("wal_checkpoint(TRUNCATE)") as { busy: bigint }[];
  db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  return result?.busy === 0n;
}

// Of sqlite3.h: https://sqlite.org/rescode.html
const BUSY = 5;
const STORAGE_FAULTS: ReadonlySet<number> = new Set([
  2, // INTERNAL
  3, // PERM
  7, // NOMEM
  8, // READONLY
  10, // IOERR
  11, // CORRUPT
  13, // FULL
  14, // CANTOPEN
  15, // PROTOCOL
  26, // NOTADB
]);

/** Trouble with the file or the disk below it, after which nothing known about the connection can be trusted. */
export function isStorageFault(error: unknown): boolean {
  return STORAGE_FAULTS.has(resultCodeOf(error) ?? -1);
}

/** Another process holds the write lock: nothing was begun. */
export function isBusy(error: unknown): boolean {
  return resultCodeOf(error) === BUSY;
}

/** The primary result code; null where the error is not SQLite's. */
function resultCodeOf(error: unknown): number | null {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : null;
}
