import { setTimeout as sleep } from "node:timers/promises";
import { StoreUnavailable } from "../../contract/errors.ts";
import type { StoreObserver } from "../../store.ts";
import { unsureOf } from "../../unsure-charge.ts";
import {
  CommitUnknown,
  isConflict,
  isConnectionFault,
  isLockTimeout,
} from "../connection/errors.ts";
import type { Database } from "../connection/database.ts";
import type { UnsureCharges } from "../unsure-charges.ts";
import type { WriteContext } from "../write-context.ts";
import type { PendingCharge } from "./charge-queue.ts";
import { findUnsure } from "./find-unsure.ts";
import { GATES } from "../../verbs/locks.ts";
import { takeBatch } from "./take-batch.ts";
import type { ChargeResult } from "./take-batch.ts";

export interface ChargeTakerParts {
  database: Database;
  context: WriteContext;
  unsure: UnsureCharges;
  /** It is not known what became of some: they are looked for until it is. */
  broken: (error: unknown) => void;
  observer: StoreObserver;
}

/** How long it is looked up what became of a commit that had no answer. */
const LOOKED_UP_MS = 2_000;
/** How long a batch waits for what another instance has locked, before the bills it concerns wait alone. */
const LOCK_WAIT_MS = 250;
/** Together before they are tried one by one, and one by one before it is given up. */
const ATTEMPTS_TOGETHER = 3;
const ATTEMPTS_ALONE = 12;

/**
 * Takes batches to the database and back: again where another instance came first, bill by bill where one spoils the
 * batch, and until it is known what became of a commit that had no answer.
 */
export class ChargeTaker {
  readonly #parts: ChargeTakerParts;
  #nextGate: number;

  constructor(parts: ChargeTakerParts) {
    this.#parts = parts;
    this.#nextGate = Math.floor(Math.random() * GATES);
  }

  /** Settles every bill; never rejects. */
  async take(batch: readonly PendingCharge[]): Promise<void> {
    let locked = await this.#attempt(batch);
    // Each in its turn, so that a guest whom another instance holds keeps nobody else from being posted.
    while (locked.length > 0) {
      const still: PendingCharge[] = [];
      for (const pending of locked) {
        if (performance.now() > pending.until) overloaded(pending);
        else still.push(...(await this.#attempt([pending])));
      }
      locked = still;
    }
  }

  /** Settles all of them, or none where one met a lock that was not to be had in time: those are answered. */
  async #attempt(
    batch: readonly PendingCharge[],
  ): Promise<readonly PendingCharge[]> {
    const attemptsMax = batch.length > 1 ? ATTEMPTS_TOGETHER : ATTEMPTS_ALONE;
    const until = Math.max(...batch.map((pending) => pending.until));
    for (let attempt = 1; ; attempt++) {
      const gate = this.#passGate();
      try {
        settle(batch, await this.#transaction(batch, gate));
        return [];
      } catch (error) {
        if (error instanceof CommitUnknown) {
          await this.#resolveUnknown(batch, gate);
          return [];
        }
        if (isLockTimeout(error)) return batch;
        const isAway = isConnectionFault(error);
        if (isAway && performance.now() > until) {
          unavailable(batch, error);
          return [];
        }
        if (!isAway && (!isConflict(error) || attempt >= attemptsMax)) {
          await this.#giveUpTogether(batch, error);
          return [];
        }
        await sleep(pauseMs(attempt));
      }
    }
  }

  async #transaction(
    batch: readonly PendingCharge[],
    gate: number,
  ): Promise<ChargeResult[]> {
    const { database, context, observer } = this.#parts;
    const started = performance.now();
    const results = await database.write(
      (sql) => takeBatch(sql, batch, context, gate),
      { lockWaitMs: LOCK_WAIT_MS },
    );
    observer.batchCommitted({
      size: batch.length,
      durationMs: performance.now() - started,
    });
    return results;
  }

  /** One bill may spoil it for all: each by itself. */
  async #giveUpTogether(
    batch: readonly PendingCharge[],
    error: unknown,
  ): Promise<void> {
    if (batch.length > 1) {
      for (const pending of batch) await this.take([pending]);
      return;
    }
    const [pending] = batch;
    pending!.reject(
      isConflict(error)
        ? new StoreUnavailable("overloaded", { cause: error })
        : (error as Error),
    );
  }

  /**
   * The commit was sent and had no answer. On a new connection, and behind the lock that its transaction held, it is
   * looked up what is there; what is not there for certain is taken again, as long as the till can be kept waiting.
   */
  async #resolveUnknown(
    batch: readonly PendingCharge[],
    gate: number,
  ): Promise<void> {
    const { database, unsure, broken } = this.#parts;
    const until = performance.now() + LOOKED_UP_MS;
    const charges = batch.map(({ charge }) => unsureOf(charge));
    for (let attempt = 1; ; attempt++) {
      const leftMs = Math.max(50, Math.ceil(until - performance.now()));
      try {
        const outcomes = await database.writeAfresh(
          (sql) => findUnsure(sql, charges, gate),
          { lockWaitMs: leftMs, commitWaitMs: leftMs },
        );
        const missing = batch.filter((pending, index) => {
          const outcome = outcomes[index] ?? null;
          if (outcome !== null) pending.resolve(outcome);
          return outcome === null;
        });
        if (missing.length > 0) await this.take(missing);
        return;
      } catch (error) {
        if (performance.now() > until) {
          unsure.add(charges);
          broken(error);
          unavailable(batch, error);
          return;
        }
        await sleep(pauseMs(attempt));
      }
    }
  }

  /** The next in turn: two batches of one instance do not wait for each other. */
  #passGate(): number {
    this.#nextGate = (this.#nextGate + 1) % GATES;
    return this.#nextGate;
  }
}

function settle(
  batch: readonly PendingCharge[],
  results: readonly ChargeResult[],
): void {
  for (const [index, pending] of batch.entries()) {
    const result = results[index]!;
    if ("outcome" in result) pending.resolve(result.outcome);
    else pending.reject(result.error);
  }
}

/** Nothing of it is in the books, and nothing will be. */
function overloaded(pending: PendingCharge): void {
  pending.reject(new StoreUnavailable("overloaded"));
}

function unavailable(batch: readonly PendingCharge[], cause: unknown): void {
  for (const pending of batch)
    pending.reject(new StoreUnavailable("not-writable", { cause }));
}

/** With chance in it, so that two who collide do not collide again. */
function pauseMs(attempt: number): number {
  return Math.random() * Math.min(200, 5 * 2 ** attempt);
}
