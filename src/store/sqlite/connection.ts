import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { SqlValue } from "../sql-value.ts";
import Database from "better-sqlite3";

export type Connection = Database.Database;

/** Values for `?1`, `?2`, …, which better-sqlite3 takes by name. */
export type Numbered = Record<number, SqlValue>;

export function numbered(...values: SqlValue[]): Numbered {
  return Object.fromEntries(values.map((value, index) => [index + 1, value]));
}

const BUSY_TIMEOUT_MS = 5_000;

/** The one connection of this process that writes. A commit is on the disk when it returns. */
export function openForWriting(file: string): Connection {
  mkdirSync(dirname(file), { recursive: true });
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.defaultSafeIntegers(true);
    db.pragma("journal_mode = WAL");
    // better-sqlite3 opens WAL with NORMAL, which acknowledges before the disk has it.
    db.pragma("synchronous = FULL");
    db.pragma("fullfsync = ON");
    db.pragma("checkpoint_fullfsync = ON");
    db.pragma("foreign_keys = ON");
    db.pragma("wal_autocheckpoint = 1000");
    db.pragma("cache_size = -32768");
    db.pragma("temp_store = MEMORY");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export function openForReading(file: string): Connection {
  const db = new Database(file, {
    readonly: true,
    fileMustExist: true,
    timeout: BUSY_TIMEOUT_MS,
  });
  try {
    db.defaultSafeIntegers(true);
    db.pragma("query_only = ON");
    db.pragma("cache_size = -16384");
    db.pragma("temp_store = MEMORY");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Empties the write-ahead log into the database and syncs it. A restarted process could otherwise build on frames that
 * never reached the disk. Throws where another process keeps it from being complete.
 */
export function checkpointFully(db: Connection): void {
  const [result] = db.pragma("wal_checkpoint(TRUNCATE)") as { busy: bigint }[];
  if (result?.busy !== 0n)
    throw new Error("the write-ahead log is in use by another process");
}

/** Trouble with the file or the disk below it, after which nothing known about the connection can be trusted. */
export function isStorageFault(error: unknown): boolean {
  if (!(error instanceof Database.SqliteError)) return false;
  return /^SQLITE_(IOERR|FULL|READONLY|CORRUPT|CANTOPEN|NOTADB|PROTOCOL|PERM|NOMEM|INTERNAL)/.test(
    error.code,
  );
}

/** Another process holds the write lock: nothing was begun. */
export function isBusy(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    error.code.startsWith("SQLITE_BUSY")
  );
}
