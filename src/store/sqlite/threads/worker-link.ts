import { Worker } from "node:worker_threads";
import type { Transferable } from "node:worker_threads";
import { unpackError } from "./wire-error.ts";
import type { WorkerReply } from "./worker-host.ts";

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

/** The thread ended with questions open: what became of them is not known. */
export class WorkerGone extends Error {
  override readonly name = "WorkerGone";
}

/** For what is gone with its transaction or its answer; the engine would else let it grow to several times that. */
const YOUNG_MAX_MB = 12;

/** The main thread's side of a worker: asks, and starts it anew when it has died. */
export class WorkerLink {
  readonly #program: URL;
  readonly #data: unknown;
  readonly #waiting = new Map<number, Waiting>();
  readonly #died: (error: WorkerGone) => void;
  #worker: Worker | null = null;
  #lastId = 0;

  /** `died` is called when the thread ends without having been asked to. */
  constructor(program: URL, data: unknown, died: (error: WorkerGone) => void) {
    this.#died = died;
    this.#program = program;
    this.#data = data;
  }

  get isRunning(): boolean {
    return this.#worker !== null;
  }

  ask<Answer>(
    verb: string,
    args: unknown[],
    transfer: readonly Transferable[] = [],
  ): Promise<Answer> {
    const worker = this.#started();
    const id = ++this.#lastId;
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(id, {
        resolve: resolve as (answer: unknown) => void,
        reject,
      });
      worker.postMessage({ id, verb, args }, transfer);
    });
  }

  /** Has the thread begin before it is asked anything. */
  start(): void {
    this.#started();
  }

  /** Ends the thread at once; what it was asked is answered with `WorkerGone`. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #started(): Worker {
    return (this.#worker ??= this.#begin());
  }

  #begin(): Worker {
    const worker = new Worker(this.#program, {
      workerData: this.#data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MAX_MB },
    });
    let cause: unknown;
    worker.on("message", (reply: WorkerReply) => this.#answered(reply));
    worker.on("error", (error: unknown) => {
      cause = error;
    });
    worker.on("exit", () => {
      const wasStopped = this.#worker !== worker;
      if (!wasStopped) this.#worker = null;
      const gone = new WorkerGone("a thread of the store ended", { cause });
      this.#lost(gone);
      if (!wasStopped) this.#died(gone);
    });
    return worker;
  }

  #answered(reply: WorkerReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ("error" in reply) waiting?.reject(unpackError(reply.error));
    else waiting?.resolve(reply.answer);
  }

  #lost(gone: WorkerGone): void {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of lost) reject(gone);
  }
}
