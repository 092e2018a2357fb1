import { closeSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import type { Connection } from "../connection.ts";

const PIECE_BYTES = 1024 * 1024;

/**
 * Puts all of the write-ahead log on the disk where a reader of another process, an audit for instance, keeps it from
 * being emptied. After a sync that failed the system takes pages for written that never were, and would not write them
 * at the next sync; written once more they have to be. Throws where the disk fails.
 */
export function rewriteLog(db: Connection, file: string): void {
  // Meanwhile nobody appends to the log or begins it anew.
  db.exec("BEGIN IMMEDIATE");
  try {
    const log = openSync(`${file}-wal`, "r+");
    try {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      let at = 0;
      for (let size; (size = readSync(log, piece, { position: at })) > 0;) {
        at += writeSync(log, piece, 0, size, at);
      }
      fsyncSync(log);
    } finally {
      // SQLite has no locks on this file, so closing it takes none away.
      closeSync(log);
    }
  } finally {
    db.exec("ROLLBACK");
  }
}
