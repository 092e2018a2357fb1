import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import type { Charge, ChargeOutcome } from "../../folios/charge-decision.ts";
import type { ListPage, ListRequest } from "../../lists/list-request.ts";
import { HybridIds } from "../ids.ts";
import { Sealer } from "../sealer.ts";
import { StoreUnavailable } from "../contract/errors.ts";
import type { ListItems, ListResource } from "../contract/lists.ts";
import type { Store, StoreObserver, StoreStatus } from "../store.ts";
import { UnsureFile } from "../unsure-file.ts";
import { ChargeQueue, LANES } from "./charge/charge-queue.ts";
import { ChargeTaker } from "./charge/charge-taker.ts";
import { takeRepost } from "./charge/take-repost.ts";
import { checkServer } from "./check-server.ts";
import { Database } from "./connection/database.ts";
import {
  CommitUnknown,
  isConflict,
  isConnectionFault,
  isLockTimeout,
  NoConnectionFree,
} from "./connection/errors.ts";
import type { Sql } from "./connection/sql.ts";
import { Health } from "./health.ts";
import { ListReader } from "./list-reader.ts";
import { expireAnswers, expireBodies, forgetLocks } from "./expire.ts";
import { keepUnreadable } from "./keep-unreadable.ts";
import { migrate } from "./migrate.ts";
import { findContainedTexts } from "./contained-texts.ts";
import { runSteps } from "./run-steps.ts";
import { Housekeeping } from "../housekeeping.ts";
import { ANSWERS_KEPT_MS } from "../verbs/idempotency.ts";
import { GATES } from "../verbs/locks.ts";
import { readList } from "../verbs/lists.ts";
import { VerbStore } from "../verbs/verb-store.ts";
import {
  hotelsOf,
  readSteps,
  SINGLE_READS,
  writeSteps,
} from "../verbs/verbs.ts";
import type {
  ReadAnswer,
  ReadArgs,
  ReadName,
  WriteAnswer,
  WriteName,
  WriteRequest,
} from "../verbs/verbs.ts";
import { SettingsCache } from "./settings-cache.ts";
import { UnsureCharges } from "./unsure-charges.ts";
import type { WriteContext } from "./write-context.ts";
import { highestId, takeWriterNumber, writeProbe } from "./writer-number.ts";

export interface PostgresStoreOptions {
  url: string;
  /** For lists; null: the same server. */
  readUrl: string | null;
  /** For what is remembered of bills nobody knows about. */
  dataDir: string;
  trailKey: Uint8Array;
  secretsKeys: readonly Uint8Array[];
  clock: Clock;
  observer: StoreObserver;
  queueMax: number;
  bodyDays: number;
  /** Days for which the names of guests are known who checked out. */
  guestDays: number;
}

type First<Verb extends keyof Store> = Parameters<Store[Verb]>[0];

const DAY_MS = 86_400_000;
/** For acts of persons and what could not be read, which may wait for locks; batches have their own. */
const WRITERS_MAX = 2;
const READERS_MAX = 4;
const LISTERS_MAX = 2;
const ATTEMPTS_MAX = 10;

/** A PostgreSQL server that several instances share. Nothing is true only in the memory of one of them. */
export class PostgresStore extends VerbStore implements Store {
  readonly #options: PostgresStoreOptions;
  readonly #charges: Database;
  readonly #writes: Database;
  readonly #reads: Database;
  readonly #lists: ListReader;
  readonly #queue: ChargeQueue;
  readonly #health: Health;
  readonly #housekeeping: Housekeeping;
  readonly #unsure: UnsureCharges;
  #context!: WriteContext;
  #number: number | null = null;
  #closing: Promise<void> | null = null;

  private constructor(options: PostgresStoreOptions) {
    super();
    const { url, readUrl, observer, queueMax } = options;
    this.#options = options;
    const broken = (error: unknown): void => this.#health.broken(error);
    const pool = (connectionsMax: number): Database =>
      new Database({ url, connectionsMax, broken });
    this.#charges = pool(LANES);
    this.#writes = pool(WRITERS_MAX);
    this.#reads = pool(READERS_MAX);
    this.#lists = new ListReader({
      database: pool(LISTERS_MAX),
      replica: readUrl === null ? null : replicaAt(readUrl),
      observer,
    });
    this.#unsure = new UnsureCharges(new UnsureFile(options.dataDir));
    this.#housekeeping = new Housekeeping(
      () => this.#keepHouse(),
      (error) => observer.failed({ event: "store.housekeeping-failed", error }),
    );
    this.#health = new Health(observer, () => this.#check());
    let taker: ChargeTaker | null = null;
    this.#queue = new ChargeQueue({
      queueMax,
      take: (batch) => {
        taker ??= new ChargeTaker({
          database: this.#charges,
          context: this.#context,
          unsure: this.#unsure,
          broken,
          observer,
        });
        return taker.take(batch);
      },
    });
  }

  /** Resolves when the server is safe, its tables are migrated and a real write has succeeded; rejects otherwise. */
  static async open(options: PostgresStoreOptions): Promise<PostgresStore> {
    const store = new PostgresStore(options);
    try {
      await store.#open();
    } catch (error) {
      await store.#end();
      throw error;
    }
    return store;
  }

  takeCharge(charge: Charge, body: Buffer): Promise<ChargeOutcome> {
    return this.#queue.push(charge, body);
  }

  keepUnreadable(
    request: First<"keepUnreadable">,
  ): ReturnType<Store["keepUnreadable"]> {
    return this.#change([], (sql) =>
      keepUnreadable(sql, request, this.#context),
    );
  }

  async list<R extends ListResource>(
    resource: R,
    propertyId: string,
    request: ListRequest,
  ): Promise<ListPage<ListItems[R]>> {
    try {
      return await this.#lists.read((sql) =>
        runSteps(
          sql,
          readList(resource, propertyId, request, findContainedTexts),
        ),
      );
    } catch (error) {
      throw unavailable(error);
    }
  }

  status(): StoreStatus {
    const { state } = this.#health;
    return { writable: state === "ready", state, queued: this.#queue.length };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #open(): Promise<void> {
    const { clock, trailKey, secretsKeys } = this.#options;
    await this.#writes.ask(checkServer);
    await migrate(this.#writes, clock.now());
    const [number, highest] = await this.#retry((sql) => this.#takeNumber(sql));
    this.#context = {
      ids: new HybridIds(number, highest),
      settings: new SettingsCache(),
      sealer: new Sealer(secretsKeys),
      trailKey,
      now: () => clock.now(),
    };
    const { observer } = this.#options;
    await this.#unsure.resolve(this.#writes, this.#context, observer);
    this.#housekeeping.start();
  }

  async #takeNumber(sql: Sql): Promise<[number, bigint]> {
    const now = this.#options.clock.now();
    this.#number = await takeWriterNumber(sql, { now, held: this.#number });
    return [this.#number, await highestId(sql)];
  }

  /** After trouble: on a new connection, because those of the pool may be as broken as the one that failed. */
  async #check(): Promise<void> {
    await this.#writes.writeAfresh(async (sql) => {
      await checkServer(sql);
      await writeProbe(sql);
    });
    const { observer } = this.#options;
    await this.#unsure.resolve(this.#writes, this.#context, observer);
  }

  async #close(): Promise<void> {
    this.#queue.stop();
    await this.#queue.drained();
    await this.#end();
  }

  async #end(): Promise<void> {
    this.#housekeeping.stop();
    await this.#health.end();
    await Promise.all([
      this.#charges.close(),
      this.#writes.close(),
      this.#reads.close(),
      this.#lists.close(),
    ]);
  }

  /** Acts about hotels: bills that are sent here later see them. */
  #change<Answer>(
    propertyIds: readonly string[],
    work: (sql: Sql) => Promise<Answer>,
  ): Promise<Answer> {
    if (this.#closing !== null)
      return Promise.reject(new StoreUnavailable("draining"));
    return this.#queue.after(propertyIds, () => this.#retry(work));
  }

  async #retry<Answer>(work: (sql: Sql) => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#writes.write(work);
      } catch (error) {
        if (!isConflict(error) || attempt >= ATTEMPTS_MAX)
          throw unavailable(error);
        await sleep(Math.random() * 10 * attempt);
      }
    }
  }

  protected write<Name extends WriteName>(
    name: Name,
    request: WriteRequest<Name>,
  ): Promise<WriteAnswer<Name>> {
    return this.#change(hotelsOf(name, request), (sql) => {
      const { ids, sealer, trailKey, now } = this.#context;
      const at = now();
      ids.setNow(at);
      const context = { ids, sealer, trailKey, now: at };
      const gate = Math.floor(Math.random() * GATES);
      return runSteps(sql, writeSteps(name, request, context), (bill) =>
        takeRepost(sql, bill, this.#context, gate),
      );
    });
  }

  protected async read<Name extends ReadName>(
    name: Name,
    ...args: ReadArgs<Name>
  ): Promise<ReadAnswer<Name>> {
    const work = (sql: Sql): Promise<ReadAnswer<Name>> =>
      runSteps(sql, readSteps(name, args));
    try {
      return await (name in SINGLE_READS
        ? this.#reads.ask(work)
        : this.#reads.read(work));
    } catch (error) {
      throw unavailable(error);
    }
  }

  async #keepHouse(): Promise<void> {
    const { clock, bodyDays, guestDays } = this.#options;
    await this.#retry((sql) => this.#takeNumber(sql));
    await expireBodies(this.#writes, clock.now() - bodyDays * DAY_MS);
    await expireAnswers(this.#writes, clock.now() - ANSWERS_KEPT_MS);
    await forgetLocks(this.#writes, clock.now());
    await this.forgetGuests(clock.now() - guestDays * DAY_MS);
  }
}

/** One that is away keeps nobody from writing. */
function replicaAt(url: string): Database {
  const broken = (): void => undefined;
  return new Database({ url, connectionsMax: LISTERS_MAX, broken });
}

/** No error of the engine leaves the store where it means that nobody knows, or that nothing was begun. */
function unavailable(error: unknown): unknown {
  if (error instanceof CommitUnknown || isConnectionFault(error))
    return new StoreUnavailable("not-writable", { cause: error });
  const isBusy = error instanceof NoConnectionFree;
  if (isBusy || isLockTimeout(error) || isConflict(error))
    return new StoreUnavailable("overloaded", { cause: error });
  return error;
}
