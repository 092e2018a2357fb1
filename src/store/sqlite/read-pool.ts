import type { ListPage, ListRequest } from "../../lists/list-request.ts";
import { StoreUnavailable } from "../contract/errors.ts";
import type { ListItems, ListResource } from "../contract/lists.ts";
import { LONG_READS } from "../verbs/verbs.ts";
import type { ReadAnswer, ReadArgs, ReadName } from "../verbs/verbs.ts";
import { StoreError } from "./threads/wire-error.ts";
import { WorkerGone, WorkerLink } from "./threads/worker-link.ts";

/** Questions that may wait for a reader; lists, being long, are shed first. */
const POINT_READS_MAX = 2_000;
const LISTS_MAX = 64;

/**
 * Two threads that read: one for what a waiter waits for, one for lists, so that a long list never delays a search.
 * Neither delays the writer.
 */
export class ReadPool {
  readonly #points: WorkerLink;
  readonly #lists: WorkerLink;
  readonly #broken: (error: unknown) => void;
  #open = false;

  constructor(file: string, broken: (error: unknown) => void) {
    this.#points = new WorkerLink("reader-worker", { file }, broken);
    this.#lists = new WorkerLink("reader-worker", { file }, broken);
    this.#broken = broken;
  }

  start(): void {
    this.#points.start();
    this.#lists.start();
  }

  async open(): Promise<void> {
    await Promise.all([
      this.#points.ask("open", []),
      this.#lists.ask("open", []),
    ]);
    this.#open = true;
  }

  async close(): Promise<void> {
    this.#open = false;
    // A thread that has died has closed its connection too.
    await Promise.allSettled([
      this.#points.ask("close", []),
      this.#lists.ask("close", []),
    ]);
  }

  async stop(): Promise<void> {
    this.#open = false;
    await Promise.all([this.#points.stop(), this.#lists.stop()]);
  }

  read<Name extends ReadName>(
    name: Name,
    ...args: ReadArgs<Name>
  ): Promise<ReadAnswer<Name>> {
    const question = ["read", name, args] as const;
    return LONG_READS.has(name)
      ? this.#ask(this.#lists, LISTS_MAX, question)
      : this.#ask(this.#points, POINT_READS_MAX, question);
  }

  list<R extends ListResource>(
    resource: R,
    propertyId: string,
    request: ListRequest,
  ): Promise<ListPage<ListItems[R]>> {
    const question = ["list", resource, propertyId, request] as const;
    return this.#ask(this.#lists, LISTS_MAX, question);
  }

  async #ask<Answer>(
    link: WorkerLink,
    waitingMax: number,
    [verb, ...args]: readonly [verb: string, ...args: unknown[]],
  ): Promise<Answer> {
    if (!this.#open) throw new StoreUnavailable("not-writable");
    if (link.waiting >= waitingMax) throw new StoreUnavailable("overloaded");
    try {
      return await link.ask<Answer>(verb, args);
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
