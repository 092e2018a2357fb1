import type { Clock } from "../../../clock.ts";
import type { ChargeOutcome } from "../../../folios/charge-decision.ts";
import type { StoreObserver } from "../../store.ts";
import type { Checkpoints } from "../checkpoints.ts";
import type { ReadPool } from "../read-pool.ts";
import type { WorkerLink } from "../threads/worker-link.ts";
import { unpackError } from "../threads/wire-error.ts";
import type { UnsureWrites } from "./unsure-writes.ts";
import type { WriteQueue } from "./write-queue.ts";
import type { WriteCall, WriteVerbs } from "./write-verbs.ts";
import type { WriteResult } from "./writer.ts";
import type { UnsureCharge } from "../../unsure-charge.ts";

export interface RecoveryParts {
  clock: Clock;
  observer: StoreObserver;
  queue: WriteQueue;
  reads: ReadPool;
  checkpoints: Checkpoints;
  unsure: UnsureWrites;
  writer: WorkerLink;
}

export type StoreState = "opening" | "ready" | "recovering" | "closed";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
const ATTEMPTS_PER_REPORT = 30;

/**
 * What happens after trouble with the disk, the file or a thread: everything is closed and opened anew, until the log
 * has been emptied and a real write has succeeded. Only then is it asked what became of the verbs that were cut.
 */
export class Recovery {
  readonly #parts: RecoveryParts;
  #state: StoreState = "opening";
  #running: Promise<void> | null = null;
  #wake: (() => void) | null = null;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  get state(): StoreState {
    return this.#state;
  }

  /** At the start, before the first acknowledgement: once, without a second try. */
  async openFirst(): Promise<void> {
    await this.#open();
    this.#becomeReady();
  }

  /** Safe to call again while it runs. */
  begin(error: unknown): void {
    if (this.#state !== "ready") return;
    this.#state = "recovering";
    this.#parts.queue.stop("not-writable", { finishWaiting: false });
    this.#parts.observer.failed({ event: "store.failed", error });
    this.#running = this.#recover();
  }

  /** The store closes. True when all is well and the log can be emptied. */
  async end(): Promise<boolean> {
    const wasReady = this.#state === "ready";
    this.#state = "closed";
    this.#wake?.();
    await this.#running;
    this.#parts.unsure.giveUpAll();
    return wasReady;
  }

  async #recover(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    let attempts = 0;
    while (this.#state === "recovering") {
      try {
        await this.#open();
        if (this.#isEnded()) return;
        this.#becomeReady();
        this.#parts.observer.recovered();
        return;
      } catch (error) {
        if (attempts++ % ATTEMPTS_PER_REPORT === 0) {
          this.#parts.observer.failed({ event: "store.still-failing", error });
        }
        await this.#pause(pauseMs);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  async #open(): Promise<void> {
    const { reads, checkpoints, writer, clock } = this.#parts;
    await Promise.all([reads.close(), checkpoints.close()]);
    await writer.ask("close", []).catch(() => undefined);
    await writer.ask("open", [clock.now()]);
    await reads.open();
    checkpoints.open();
    await this.#resolveUnsure();
  }

  /** Before any new verb: the same bill, sent again meanwhile, must not be taken for the one that was cut. */
  async #resolveUnsure(): Promise<void> {
    const { unsure, writer } = this.#parts;
    const { charges } = unsure;
    if (charges.length > 0) {
      const outcomes = await writer.ask<(ChargeOutcome | null)[]>(
        "findCharges",
        [charges],
      );
      await this.#flag(unsure.resolve(outcomes));
    }
    unsure.forgetFile();
  }

  /** Their tills were told 503, and staff may have posted by hand. */
  async #flag(charges: UnsureCharge[]): Promise<void> {
    if (charges.length === 0) return;
    const { clock, observer, unsure, writer } = this.#parts;
    try {
      const call: WriteCall = { verb: "flagAnswered503", args: [charges] };
      const { results } = await writer.ask<{ results: WriteResult[] }>(
        "commit",
        [clock.now(), [call]],
      );
      const result = results[0]!;
      if ("error" in result) throw unpackError(result.error);
      for (const found of result.answer as ReturnType<
        WriteVerbs["flagAnswered503"]
      >)
        observer.answered503Found(found);
    } catch (error) {
      unsure.putBack(charges);
      throw error;
    }
  }

  #becomeReady(): void {
    this.#state = "ready";
    this.#parts.queue.start();
  }

  #isEnded(): boolean {
    return this.#state === "closed";
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, ms);
    });
  }
}
