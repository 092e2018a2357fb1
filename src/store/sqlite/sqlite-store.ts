import type { Clock } from "../../clock.ts";
import { threadProgram } from "../../places.ts";
import type { Charge, ChargeOutcome } from "../../folios/charge-decision.ts";
import type { ListPage, ListRequest } from "../../lists/list-request.ts";
import type { ListItems, ListResource } from "../contract/lists.ts";
import type { Store, StoreObserver, StoreStatus } from "../store.ts";
import { Housekeeping } from "../housekeeping.ts";
import { ANSWERS_KEPT_MS } from "../verbs/idempotency.ts";
import { VerbStore } from "../verbs/verb-store.ts";
import type {
  ReadAnswer,
  ReadArgs,
  ReadName,
  WriteAnswer,
  WriteName,
  WriteRequest,
} from "../verbs/verbs.ts";
import { Checkpoints } from "./checkpoints.ts";
import { packCharge } from "./charge/packed-charge.ts";
import { ReadPool } from "./read-pool.ts";
import { sqliteFile } from "./sqlite-file.ts";
import { WorkerLink } from "./threads/worker-link.ts";
import { Recovery } from "./writing/recovery.ts";
import { UnsureWrites } from "./writing/unsure-writes.ts";
import { WriteQueue } from "./writing/write-queue.ts";
import type { Expired, Expiry } from "./writing/expire.ts";
import { UnsureFile } from "../unsure-file.ts";

export interface SqliteStoreOptions {
  dataDir: string;
  /** Of the trail's HMAC. */
  trailKey: Uint8Array;
  /** Of what is stored encrypted, 32 bytes each, today's first. */
  secretsKeys: readonly Uint8Array[];
  clock: Clock;
  observer: StoreObserver;
  /** Verbs that may wait to be written. */
  queueMax: number;
  /** Days for which bodies are kept. */
  bodyDays: number;
  /** Days for which the names of guests are known who checked out. */
  guestDays: number;
}

const DAY_MS = 86_400_000;

/** The embedded database: one thread writes, two read, one looks after the log; this thread only asks. */
export class SqliteStore extends VerbStore implements Store {
  readonly #options: SqliteStoreOptions;
  readonly #writer: WorkerLink;
  readonly #reads: ReadPool;
  readonly #checkpoints: Checkpoints;
  readonly #queue: WriteQueue;
  readonly #unsure: UnsureWrites;
  readonly #recovery: Recovery;
  readonly #housekeeping: Housekeeping;
  #closing: Promise<void> | null = null;

  private constructor(options: SqliteStoreOptions) {
    super();
    const { dataDir, trailKey, secretsKeys, clock, observer, queueMax } =
      options;
    const file = sqliteFile(dataDir);
    this.#options = options;
    const broken = (error: unknown): void => this.#recovery.begin(error);
    this.#writer = new WorkerLink(
      threadProgram("./store/sqlite/writer-worker.ts"),
      { file, trailKey, secretsKeys },
      broken,
    );
    this.#unsure = new UnsureWrites(new UnsureFile(dataDir));
    this.#reads = new ReadPool(file, broken);
    this.#checkpoints = new Checkpoints(file, broken);
    this.#queue = new WriteQueue(this.#writer, {
      queueMax,
      now: () => clock.now(),
      committed: (batch) => {
        observer.batchCommitted(batch);
        this.#checkpoints.committed();
      },
      broken: (error, unsure) => {
        this.#unsure.add(unsure);
        broken(error);
      },
    });
    this.#housekeeping = new Housekeeping(
      () => this.#expire(),
      (error) => observer.failed({ event: "store.housekeeping-failed", error }),
    );
    this.#recovery = new Recovery({
      clock,
      observer,
      queue: this.#queue,
      reads: this.#reads,
      checkpoints: this.#checkpoints,
      unsure: this.#unsure,
      writer: this.#writer,
    });
  }

  /** Resolves when the database is migrated, its log is emptied and a real write has succeeded; rejects otherwise. */
  static async open(options: SqliteStoreOptions): Promise<SqliteStore> {
    const store = new SqliteStore(options);
    // All at once, though the file is opened by one after the other.
    store.#writer.start();
    store.#reads.start();
    try {
      await store.#recovery.openFirst();
    } catch (error) {
      await store.#stopThreads();
      throw error;
    }
    store.#housekeeping.start();
    return store;
  }

  takeCharge(charge: Charge, body: Buffer): Promise<ChargeOutcome> {
    const bytes = ownBytes(body);
    return this.#queue.push(
      "takeCharge",
      [packCharge(charge), bytes],
      [bytes.buffer],
    );
  }

  keepUnreadable(
    request: Parameters<Store["keepUnreadable"]>[0],
  ): ReturnType<Store["keepUnreadable"]> {
    const { body, ...rest } = request;
    const bytes = body === null ? null : ownBytes(body);
    return this.#queue.push(
      "keepUnreadable",
      [rest, bytes],
      bytes === null ? [] : [bytes.buffer],
    );
  }

  list<R extends ListResource>(
    resource: R,
    propertyId: string,
    request: ListRequest,
  ): Promise<ListPage<ListItems[R]>> {
    return this.#reads.list(resource, propertyId, request);
  }

  status(): StoreStatus {
    const { state } = this.#recovery;
    return { writable: state === "ready", state, queued: this.#queue.length };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#housekeeping.stop();
    this.#queue.stop("draining", { finishWaiting: true });
    await this.#queue.drained();
    const wasReady = await this.#recovery.end();
    await Promise.all([this.#reads.close(), this.#checkpoints.close()]);
    try {
      if (wasReady) await this.#writer.ask("finish", []);
    } catch (error) {
      // The log is read at the next start; nothing in it is lost.
      this.#options.observer.failed({ event: "store.close-failed", error });
    }
    await this.#stopThreads();
  }

  async #stopThreads(): Promise<void> {
    await Promise.all([
      this.#writer.stop(),
      this.#reads.stop(),
      this.#checkpoints.stop(),
    ]);
  }

  protected write<Name extends WriteName>(
    name: Name,
    request: WriteRequest<Name>,
  ): Promise<WriteAnswer<Name>> {
    return this.#queue.push("perform", [name, request]);
  }

  protected read<Name extends ReadName>(
    name: Name,
    ...args: ReadArgs<Name>
  ): Promise<ReadAnswer<Name>> {
    return this.#reads.read(name, ...args);
  }

  async #expire(): Promise<void> {
    const now = this.#options.clock.now();
    const expiry: Expiry = {
      bodiesBefore: now - this.#options.bodyDays * DAY_MS,
      answersBefore: now - ANSWERS_KEPT_MS,
    };
    let more = this.#recovery.state === "ready";
    while (more)
      ({ more } = await this.#queue.push<Expired>("expire", [expiry]));
    await this.forgetGuests(now - this.#options.guestDays * DAY_MS);
  }
}

/** A copy that can be handed to another thread: a Buffer may share its memory with others. */
function ownBytes(body: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(body);
}
