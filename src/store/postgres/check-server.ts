import type { Sql } from "./connection/sql.ts";

/** A server on which an acknowledged bill could be lost is not used. One line per fault, with the remedy. */
class UnsafeServer extends Error {
  override readonly name = "UnsafeServer";
  readonly faults: string[];
  constructor(faults: string[]) {
    super(
      `The PostgreSQL server cannot be used:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`,
    );
    this.faults = faults;
  }
}

interface Settings {
  fsync: string;
  fullPageWrites: string;
  synchronousCommit: string;
  standbys: string;
  encoding: string;
  version: string;
}

const OLDEST_VERSION = 130_000;

/** Throws `UnsafeServer` where the settings of the server, the database or the role are unsafe. */
export async function checkServer(sql: Sql): Promise<void> {
  const settings = (await sql.row<Settings>(
    `SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS "fullPageWrites",
       current_setting('synchronous_commit') AS "synchronousCommit",
       current_setting('synchronous_standby_names') AS standbys,
       current_setting('server_encoding') AS encoding, current_setting('server_version_num') AS version`,
  ))!;
  const faults = faultsOf(settings);
  if (faults.length > 0) throw new UnsafeServer(faults);
}

function faultsOf(settings: Settings): string[] {
  const faults: string[] = [];
  if (settings.fsync !== "on")
    faults.push(
      "fsync is off: a power cut loses what was acknowledged. Set it to on.",
    );
  if (settings.fullPageWrites !== "on")
    faults.push(
      "full_page_writes is off: a page half written stays broken. Set it to on.",
    );
  if (settings.synchronousCommit === "off")
    faults.push(
      "synchronous_commit is off: a commit is acknowledged before it is on the disk. Set it to on, also for the database and the role.",
    );
  if (settings.synchronousCommit === "local" && settings.standbys !== "")
    faults.push(
      "synchronous_commit is local although there are synchronous standbys: a failover loses what was acknowledged. Set it to on.",
    );
  if (settings.encoding !== "UTF8")
    faults.push(
      `the database is encoded in ${settings.encoding}: create one with ENCODING 'UTF8'.`,
    );
  if (Number(settings.version) < OLDEST_VERSION)
    faults.push("the server is older than PostgreSQL 13.");
  return faults;
}
