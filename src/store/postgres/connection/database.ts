import type pg from "pg";
import {
  CommitUnknown,
  ConnectionLost,
  isConnectionFault,
  NoConnectionFree,
} from "./errors.ts";
import { Client, DatabaseError, Pool, types } from "./pg.ts";
import { lost, sqlOn } from "./sql.ts";
import type { Sql } from "./sql.ts";

export interface DatabaseOptions {
  url: string;
  connectionsMax: number;
  /** Trouble with a connection or the server. */
  broken: (error: unknown) => void;
}

/** By this the server's own views show whose connection it is. */
export const APPLICATION_NAME = "pms-charge-receiver";

const CONNECT_WITHIN_MS = 2_000;
/** How long a commit may take, for instance while a synchronous standby is away, before nobody waits for it any more. */
const COMMIT_WITHIN_MS = 8_000;

/** How long a lock is waited for, where nothing else is said. */
const LOCK_WAIT_MS = 2_000;

export interface Patience {
  /** For each lock. */
  lockWaitMs?: number;
  /** For the answer to the commit. */
  commitWaitMs?: number;
}

/**
 * Settings that end with the transaction. One that hangs between statements, because its process is frozen, loses its
 * locks after five seconds. No statement has a time limit, the commit least of all. The planner is left alone.
 */
const beginWriting = (lockWaitMs: number): string =>
  `BEGIN ISOLATION LEVEL READ COMMITTED;
  SET LOCAL idle_in_transaction_session_timeout = 5000; SET LOCAL lock_timeout = ${lockWaitMs}; SET LOCAL statement_timeout = 0`;
/** All statements of one moment. */
const BEGIN_READING = `BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;
  SET LOCAL idle_in_transaction_session_timeout = 5000`;

/** A pool of connections to one server, and transactions on them. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #url: string;
  readonly #broken: DatabaseOptions["broken"];
  readonly #connectionsMax: number;
  #lent = 0;

  constructor({ url, connectionsMax, broken }: DatabaseOptions) {
    this.#url = url;
    this.#connectionsMax = connectionsMax;
    this.#broken = broken;
    this.#pool = new Pool({
      ...connectionTo(url),
      max: connectionsMax,
      idleTimeoutMillis: 30_000,
    });
    // A connection that breaks while nobody uses it leaves the pool; the next one who asks gets another.
    this.#pool.on("error", () => undefined);
  }

  /** Runs the work in one transaction; durable when it resolves. Rejects with `CommitUnknown` when that is not known. */
  write<Answer>(
    work: (sql: Sql) => Promise<Answer>,
    patience: Patience = {},
  ): Promise<Answer> {
    return this.#onClient((client) => writing(client, work, patience));
  }

  /** Everything the work reads is of one moment. */
  read<Answer>(work: (sql: Sql) => Promise<Answer>): Promise<Answer> {
    return this.#onClient((client) =>
      transaction(client, { begin: BEGIN_READING, work }),
    );
  }

  /** One statement. */
  ask<Answer>(work: (sql: Sql) => Promise<Answer>): Promise<Answer> {
    return this.#onClient((client) => work(sqlOn(client)));
  }

  /** Not from the pool: those in it may be as broken as the one before. */
  async writeAfresh<Answer>(
    work: (sql: Sql) => Promise<Answer>,
    patience: Patience = {},
  ): Promise<Answer> {
    const client = new Client(connectionTo(this.#url));
    client.on("error", () => undefined);
    try {
      await client.connect().catch((error: unknown) => {
        throw lost(error);
      });
      return await writing(client, work, patience);
    } finally {
      void client.end().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #onClient<Answer>(
    work: (client: pg.ClientBase) => Promise<Answer>,
  ): Promise<Answer> {
    let client: pg.PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      if (this.#lent >= this.#connectionsMax) throw new NoConnectionFree();
      this.#broken(error);
      throw lost(error);
    }
    this.#lent++;
    let isBroken = false;
    const onError = (): void => void (isBroken = true);
    client.on("error", onError);
    try {
      return await work(client);
    } catch (error) {
      isBroken ||= error instanceof CommitUnknown || isConnectionFault(error);
      if (isBroken) this.#broken(error);
      throw error;
    } finally {
      client.off("error", onError);
      this.#lent--;
      client.release(isBroken);
    }
  }
}

function connectionTo(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
    types,
    application_name: APPLICATION_NAME,
  };
}

function writing<Answer>(
  client: pg.ClientBase,
  work: (sql: Sql) => Promise<Answer>,
  { lockWaitMs = LOCK_WAIT_MS, commitWaitMs = COMMIT_WITHIN_MS }: Patience,
): Promise<Answer> {
  const begin = beginWriting(lockWaitMs);
  return transaction(client, { begin, work, commitWaitMs });
}

async function transaction<Answer>(
  client: pg.ClientBase,
  {
    begin,
    work,
    commitWaitMs = COMMIT_WITHIN_MS,
  }: {
    begin: string;
    work: (sql: Sql) => Promise<Answer>;
    commitWaitMs?: number;
  },
): Promise<Answer> {
  const sql = sqlOn(client);
  let answer: Answer;
  try {
    await sql.run(begin);
    answer = await work(sql);
  } catch (error) {
    if (!isConnectionFault(error)) await sql.run("ROLLBACK");
    throw error;
  }
  await commit(client, commitWaitMs);
  return answer;
}

/**
 * A server that says ERROR has rolled back; one that says COMMIT without a warning has kept it, also on a synchronous
 * standby. Everything else, silence included, leaves it unknown.
 */
async function commit(client: pg.ClientBase, waitMs: number): Promise<void> {
  const warnings: string[] = [];
  const onNotice = (notice: {
    severity?: string | undefined;
    message?: string | undefined;
  }): void => {
    if (notice.severity === "WARNING")
      warnings.push(notice.message ?? "a warning");
  };
  client.on("notice", onNotice);
  try {
    const { command } = await inTime(client.query("COMMIT"), waitMs);
    if (command === "ROLLBACK")
      throw new ConnectionLost("the transaction had failed before its commit");
  } catch (error) {
    if (error instanceof ConnectionLost) throw error;
    if (error instanceof DatabaseError && error.severity === "ERROR")
      throw error;
    throw new CommitUnknown("the commit had no answer", { cause: error });
  } finally {
    client.off("notice", onNotice);
  }
  if (warnings.length > 0)
    throw new CommitUnknown(`the commit was answered with: ${warnings.join()}`);
}

async function inTime<Answer>(
  answer: Promise<Answer>,
  waitMs: number,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), waitMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
