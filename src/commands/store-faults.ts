/**
 * A database that cannot be opened or used, in words for whoever started the program: what it said, and what to do about it;
 * null where the error is none of a database. SQLite's result codes: https://sqlite.org/rescode.html; PostgreSQL's: its
 * manual, appendix A.
 */
export function describeStoreFault(error: unknown): string[] | null {
  if (!(error instanceof Error)) return null;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  const remedy =
    typeof errcode === "number"
      ? EMBEDDED[errcode & 0xff]
      : ON_A_SERVER[String(code)];
  if (remedy !== undefined) return [`The database: ${error.message}.`, remedy];
  return OF_THE_STORE.has(error.name) ? describeStoreFault(error.cause) : null;
}

/** Around what a database said; others, around what another server said, have words of their own. */
const OF_THE_STORE: ReadonlySet<string> = new Set([
  "ConnectionLost",
  "StoreUnavailable",
  "WorkerGone",
]);

const OWNER =
  "Check that DATA_DIR and the files in it belong to the user that runs the server, and may be written by it.";
const DAMAGED =
  'It is damaged, or no database of this program: restore a backup, see docs/operating.md, "Backing up and restoring".';

const EMBEDDED: Readonly<Record<number, string>> = {
  8: OWNER,
  10: `The disk of DATA_DIR does not read or write. If the disk is sound: ${OWNER}`,
  11: DAMAGED,
  13: "The disk of DATA_DIR is full: make room and try again.",
  14: OWNER,
  26: DAMAGED,
};

const ADDRESS =
  "Check that the PostgreSQL server runs, and its host and port in DATABASE_URL.";
const LOGIN =
  "Check the user and the password in DATABASE_URL. Signs such as # / @ in them are written %23 %2F %40.";

const ON_A_SERVER: Readonly<Record<string, string>> = {
  ECONNREFUSED: ADDRESS,
  ECONNRESET: ADDRESS,
  EHOSTUNREACH: ADDRESS,
  ENOTFOUND: ADDRESS,
  ETIMEDOUT: ADDRESS,
  "28000": LOGIN,
  "28P01": LOGIN,
  "3D000": "Make the database, or correct its name in DATABASE_URL.",
  "42501":
    "The user of DATABASE_URL must own the database, or have all rights on its schema: docs/scaling.md.",
  "42P01": "There are no books in that database yet: check DATABASE_URL.",
};
