import type { Transferable } from "node:worker_threads";
import { StoreUnavailable } from "../../contract/errors.ts";
import type { WorkerLink } from "../threads/worker-link.ts";
import { unpackError } from "../threads/wire-error.ts";
import type { WriteResult } from "./writer.ts";
import type { WriteCall, WriteVerb } from "./write-verbs.ts";

/** A verb on its way: waiting, or in the transaction that is being written. */
export interface PendingWrite {
  call: WriteCall;
  transfer: readonly Transferable[];
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

export interface WriteQueueOptions {
  /** Verbs that may wait; the next is answered `overloaded`. */
  queueMax: number;
  now: () => number;
  committed: (batch: { size: number; durationMs: number }) => void;
  /** The transaction failed or was cut: what became of these is not known. */
  broken: (error: unknown, unsure: readonly PendingWrite[]) => void;
}

const BATCH_MAX = 256;
/** So many are worth a transaction of their own: they do not wait for the end of this thread's turn. */
const BATCH_WORTH = 24;
/** One is written, and the next lies ready, because this thread may not look for the answer for many bills. */
const BATCHES_AHEAD = 2;

/**
 * One queue to the one writer: whatever has come while a transaction is written is the next one. While they are many, the
 * next is sent before the answer to the last, so that the writer need not wait for this thread.
 */
export class WriteQueue {
  readonly #writer: WorkerLink;
  readonly #options: WriteQueueOptions;
  #waiting: PendingWrite[] = [];
  #inFlight = 0;
  #batches = 0;
  #scheduled = false;
  #stopped: StoreUnavailable["reason"] | null = "not-writable";
  #idle: (() => void)[] = [];

  constructor(writer: WorkerLink, options: WriteQueueOptions) {
    this.#writer = writer;
    this.#options = options;
  }

  get length(): number {
    return this.#waiting.length + this.#inFlight;
  }

  push<Answer>(
    verb: WriteVerb,
    args: unknown[],
    transfer: readonly Transferable[] = [],
  ): Promise<Answer> {
    if (this.#stopped !== null)
      return Promise.reject(new StoreUnavailable(this.#stopped));
    if (this.#waiting.length >= this.#options.queueMax)
      return Promise.reject(new StoreUnavailable("overloaded"));
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({
        call: { verb, args },
        transfer,
        resolve: resolve as (answer: unknown) => void,
        reject,
      });
      this.#schedule();
    });
  }

  start(): void {
    this.#stopped = null;
  }

  /** Takes nothing more; what waits is answered so too, unless it is to be finished. */
  stop(
    reason: StoreUnavailable["reason"],
    options: { finishWaiting: boolean },
  ): void {
    this.#stopped = reason;
    if (options.finishWaiting) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(new StoreUnavailable(reason));
    this.#settle();
  }

  /** Resolves when nothing waits and nothing is being written. */
  async drained(): Promise<void> {
    if (this.length > 0)
      await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** At the end of the turn, so that all that has arrived in it is in; or at once, where that is much. */
  #schedule(): void {
    if (this.#waiting.length >= BATCH_WORTH) {
      if (this.#batches < BATCHES_AHEAD) void this.#write();
      return;
    }
    if (this.#scheduled || this.#batches > 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#batches === 0) void this.#write();
    });
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, BATCH_MAX);
    this.#inFlight += batch.length;
    this.#batches += 1;
    const answered = () => {
      this.#inFlight -= batch.length;
      this.#batches -= 1;
    };
    try {
      const calls = batch.map((pending) => pending.call);
      const transfer = batch.flatMap((pending) => pending.transfer);
      const { results, durationMs } = await this.#writer.ask<Written>(
        "commit",
        [this.#options.now(), calls],
        transfer,
      );
      answered();
      if (this.#waiting.length > 0) this.#schedule();
      results.forEach((result, index) => settle(batch[index]!, result));
      this.#options.committed({ size: batch.length, durationMs });
    } catch (error) {
      answered();
      this.#options.broken(error, batch);
    }
    this.#settle();
  }

  #settle(): void {
    if (this.length > 0) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}

interface Written {
  results: WriteResult[];
  durationMs: number;
}

function settle({ resolve, reject }: PendingWrite, result: WriteResult): void {
  if ("answer" in result) resolve(result.answer);
  // Another process kept the write lock: nothing was begun.
  else if (result.error.busy) reject(new StoreUnavailable("overloaded"));
  else reject(unpackError(result.error));
}
