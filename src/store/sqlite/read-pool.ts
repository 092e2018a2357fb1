import type { ListPage, ListRequest } from "../../lists/list-request.ts";
import { threadProgram } from "../../places.ts";
import { StoreUnavailable } from "../contract/errors.ts";
import type { ListItems, ListResource } from "../contract/lists.ts";
import type { ReadAnswer, ReadArgs, ReadName } from "../verbs/verbs.ts";
import { StoreError } from "./threads/wire-error.ts";
import { WorkerGone, WorkerLink } from "./threads/worker-link.ts";

/** Questions that may wait for a reader; lists, being long, are shed first. */
const POINT_READS_MAX = 2_000;
const LISTS_MAX = 64;

/** What may take as long as a list, and so must not delay what a waiter waits for. */
const LONG_READS: ReadonlySet<ReadName> = new Set([
  "repostCandidates",
  "getBusinessDate",
  "soldReceipts",
  "getReconciliation",
]);

/**
 * Two threads that read: one for what a waiter waits for, one for lists, so that a long list never delays a search. That
 * one is started by the first list: where nobody lists, it needs no memory. Neither delays the writer.
 */
export class ReadPool {
  readonly #points: Reader;
  readonly #lists: Reader;
  readonly #broken: (error: unknown) => void;
  #open = false;

  constructor(file: string, broken: (error: unknown) => void) {
    this.#points = new Reader(file, POINT_READS_MAX, broken);
    this.#lists = new Reader(file, LISTS_MAX, broken);
    this.#broken = broken;
  }

  start(): void {
    this.#points.start();
  }

  async open(): Promise<void> {
    await this.#points.open();
    this.#open = true;
  }

  async close(): Promise<void> {
    this.#open = false;
    await Promise.all([this.#points.close(), this.#lists.close()]);
  }

  async stop(): Promise<void> {
    this.#open = false;
    await Promise.all([this.#points.stop(), this.#lists.stop()]);
  }

  read<Name extends ReadName>(
    name: Name,
    ...args: ReadArgs<Name>
  ): Promise<ReadAnswer<Name>> {
    const reader = LONG_READS.has(name) ? this.#lists : this.#points;
    return this.#ask(reader, ["read", name, args]);
  }

  list<R extends ListResource>(
    resource: R,
    propertyId: string,
    request: ListRequest,
  ): Promise<ListPage<ListItems[R]>> {
    return this.#ask(this.#lists, ["list", resource, propertyId, request]);
  }

  async #ask<Answer>(
    reader: Reader,
    question: readonly [verb: string, ...args: unknown[]],
  ): Promise<Answer> {
    if (!this.#open) throw new StoreUnavailable("not-writable");
    if (reader.isFull) throw new StoreUnavailable("overloaded");
    try {
      return await reader.ask<Answer>(question);
    } catch (error) {
      const isFault =
        error instanceof WorkerGone ||
        (error instanceof StoreError && error.storageFault);
      if (isFault) this.#broken(error);
      if (isFault || this.#isClosed())
        throw new StoreUnavailable("not-writable", { cause: error });
      if (error instanceof StoreError && error.busy)
        throw new StoreUnavailable("overloaded", { cause: error });
      throw error;
    }
  }

  #isClosed(): boolean {
    return !this.#open;
  }
}

/** One thread with a connection that is opened before the first question. */
class Reader {
  readonly #link: WorkerLink;
  readonly #waitingMax: number;
  #opening: Promise<unknown> | null = null;
  #waiting = 0;

  constructor(
    file: string,
    waitingMax: number,
    broken: (error: unknown) => void,
  ) {
    this.#link = new WorkerLink(
      threadProgram("./store/sqlite/reader-worker.ts"),
      { file },
      broken,
    );
    this.#waitingMax = waitingMax;
  }

  get isFull(): boolean {
    return this.#waiting >= this.#waitingMax;
  }

  start(): void {
    this.#link.start();
  }

  /** Where it cannot be opened, the next question tries again. */
  async open(): Promise<void> {
    const opening = (this.#opening ??= this.#link.ask("open", []));
    try {
      await opening;
    } catch (error) {
      if (this.#opening === opening) this.#opening = null;
      throw error;
    }
  }

  /** A thread that has died has closed its connection too. */
  async close(): Promise<void> {
    if (this.#opening === null) return;
    this.#opening = null;
    await this.#link.ask("close", []).catch(() => undefined);
  }

  async stop(): Promise<void> {
    await this.#link.stop();
  }

  async ask<Answer>([verb, ...args]: readonly [
    verb: string,
    ...args: unknown[],
  ]): Promise<Answer> {
    this.#waiting += 1;
    try {
      await this.open();
      return await this.#link.ask<Answer>(verb, args);
    } finally {
      this.#waiting -= 1;
    }
  }
}
