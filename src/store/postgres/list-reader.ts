import { StoreUnavailable } from "../contract/errors.ts";
import type { StoreObserver } from "../store.ts";
import type { Database } from "./connection/database.ts";
import { isConflict, isConnectionFault } from "./connection/errors.ts";
import type { Sql } from "./connection/sql.ts";

export interface ListReaderParts {
  database: Database;
  /** Null: there is none. */
  replica: Database | null;
  observer: StoreObserver;
}

/** Lists at once before more are answered `overloaded`: they are shed before anything else. */
const LISTS_MAX = 64;
/** How long a replica that was away is left alone, so that not every list waits for it. */
const LEFT_ALONE_MS = 10_000;

/**
 * Reads lists from the replica where there is one, else from the server itself, also while the replica is away: staff
 * who look for a refused bill must find it.
 */
export class ListReader {
  readonly #parts: ListReaderParts;
  #leftAloneUntil = 0;
  #running = 0;

  constructor(parts: ListReaderParts) {
    this.#parts = parts;
  }

  async read<Answer>(work: (sql: Sql) => Promise<Answer>): Promise<Answer> {
    if (this.#running >= LISTS_MAX) throw new StoreUnavailable("overloaded");
    this.#running++;
    try {
      const { database, replica } = this.#parts;
      return await (replica !== null && performance.now() > this.#leftAloneUntil
        ? this.#fromReplica(replica, work)
        : database.read(work));
    } finally {
      this.#running--;
    }
  }

  async #fromReplica<Answer>(
    replica: Database,
    work: (sql: Sql) => Promise<Answer>,
  ): Promise<Answer> {
    const { database, observer } = this.#parts;
    try {
      return await replica.read(work);
    } catch (error) {
      // It also ends what it reads where that holds up what it has to catch up with.
      if (!isConnectionFault(error) && !isConflict(error)) throw error;
      if (!isConflict(error)) {
        this.#leftAloneUntil = performance.now() + LEFT_ALONE_MS;
        observer.failed({ event: "store.replica-failed", error });
      }
      return await database.read(work);
    }
  }

  async close(): Promise<void> {
    await this.#parts.database.close();
    await this.#parts.replica?.close();
  }
}
