import { DatabaseError } from "./pg.ts";

/** Another transaction came first: the work is done again from new reads. */
const CONFLICTS = new Set(["40001", "40P01", "23505"]);
/** A lock was not to be had in time. */
const LOCK_NOT_AVAILABLE = "55P03";
/** The server is there but cannot be written to, or sends everybody away. */
const SERVER_AWAY = new Set([
  "25006",
  "25P03",
  "57P01",
  "57P02",
  "57P03",
  "57P05",
]);
/** Of connections; of what the server has too little of, room on its disk for one; of the disk itself. */
const CLASSES_AWAY = ["08", "53", "58"];

export function isConflict(error: unknown): boolean {
  return error instanceof DatabaseError && CONFLICTS.has(error.code ?? "");
}

export function isLockTimeout(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE;
}

/**
 * Trouble with the connection or the server behind it. What the driver throws without being told so by the server
 * (refused, reset, ended, timed out) is no `DatabaseError`.
 */
export function isConnectionFault(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true;
  if (!(error instanceof DatabaseError)) return false;
  const code = error.code ?? "";
  return (
    CLASSES_AWAY.includes(code.slice(0, 2)) ||
    SERVER_AWAY.has(code) ||
    (error.severity !== undefined && error.severity !== "ERROR")
  );
}

/** The statement had no answer, or no connection was to be had. Nothing was committed by it. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** All connections are lent out, and none came back in time. Nothing was begun, and the server is not to blame. */
export class NoConnectionFree extends Error {
  override readonly name = "NoConnectionFree";
}

/** COMMIT was sent, and what became of it is not known. */
export class CommitUnknown extends Error {
  override readonly name = "CommitUnknown";
}
