import type { Charge, ChargeOutcome } from "../../../folios/charge-decision.ts";
import { marksOf, namedAccounts } from "../../charge-identity.ts";
import { StoreUnavailable } from "../../contract/errors.ts";

/** A bill on its way. */
export interface PendingCharge {
  charge: Charge;
  body: Uint8Array;
  /** What it shares with bills it may not be in one batch with. */
  marks: readonly string[];
  /** Whom it locks: another batch that does so too would wait for this one's commit. */
  folios: readonly string[];
  /** Changes that were asked for before it, and are in force for it. */
  after: readonly Change[];
  /** When its till has waited long enough, by `performance.now()`; later where one before it has gone through. */
  until: number;
  wentThrough: boolean;
  resolve: (outcome: ChargeOutcome) => void;
  reject: (error: Error) => void;
}

interface Change {
  propertyIds: readonly string[];
  isDone: boolean;
}

export interface ChargeQueueOptions {
  /** Bills that may wait; the next is answered `overloaded`. */
  queueMax: number;
  /** Settles every bill of the batch; never rejects. */
  take: (batch: readonly PendingCharge[]) => Promise<void>;
}

const BATCH_MAX = 256;
/** Batches on their way at once. */
export const LANES = 2;
/** How long a till is kept waiting for others: bills before it, acts of staff, other instances, a server that is away. */
const PATIENCE_MS = 2_000;
/** How far it is looked for bills that fit into the next batch. */
const LOOKED_THROUGH_MAX = 1_024;

/**
 * One queue per instance: whatever has come while batches are written is the next one. Bills that may concern each other
 * (the same identity or chain, the same lines for one guest) are never on their way at once, bills of one guest only in
 * one batch, and both keep their order.
 */
export class ChargeQueue {
  readonly #options: ChargeQueueOptions;
  #waiting: PendingCharge[] = [];
  readonly #marksTaken = new Set<string>();
  readonly #foliosTaken = new Set<string>();
  readonly #underWay = new Map<Promise<unknown>, string>();
  #changes: Change[] = [];
  #lanesTaken = 0;
  #taken = 0;
  #scheduled = false;
  #patience: NodeJS.Timeout | null = null;
  #stopped = false;
  #idle: (() => void)[] = [];

  constructor(options: ChargeQueueOptions) {
    this.#options = options;
  }

  get length(): number {
    return this.#waiting.length + this.#taken;
  }

  push(charge: Charge, body: Uint8Array): Promise<ChargeOutcome> {
    if (this.#stopped) return Promise.reject(new StoreUnavailable("draining"));
    if (this.#waiting.length >= this.#options.queueMax)
      return Promise.reject(new StoreUnavailable("overloaded"));
    const { propertyId } = charge;
    const outcome = new Promise<ChargeOutcome>((resolve, reject) => {
      const marks = marksOf(charge);
      const folios = [...namedAccounts(charge)].map(
        (folioId) => `${propertyId} ${folioId}`,
      );
      const after = this.#changes.filter((change) =>
        change.propertyIds.includes(propertyId),
      );
      const until = performance.now() + PATIENCE_MS;
      const pending: PendingCharge = {
        ...{ charge, body, marks, folios, after, until, reject },
        wentThrough: false,
        resolve: (answer) => {
          pending.wentThrough = true;
          resolve(answer);
        },
      };
      this.#waiting.push(pending);
      this.#schedule();
      this.#watchPatience();
    });
    this.#underWay.set(outcome, propertyId);
    const settled = (): void => void this.#underWay.delete(outcome);
    outcome.then(settled, settled);
    return outcome;
  }

  /** Runs a change of these hotels after the bills that came before it; those that come later wait for it. */
  async after<Answer>(
    propertyIds: readonly string[],
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    if (propertyIds.length === 0) return await work();
    const before = [...this.#underWay]
      .filter(([, propertyId]) => propertyIds.includes(propertyId))
      .map(([outcome]) => outcome);
    const change = { propertyIds, isDone: false };
    this.#changes.push(change);
    try {
      await Promise.allSettled(before);
      return await work();
    } finally {
      change.isDone = true;
      this.#changes = this.#changes.filter((other) => other !== change);
      this.#schedule();
    }
  }

  /** Takes nothing more; what waits is finished. */
  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when nothing waits and nothing is on its way. */
  async drained(): Promise<void> {
    if (this.length > 0)
      await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** At the end of the turn, so that all that has arrived in it is in. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#fillLanes();
    });
  }

  #fillLanes(): void {
    while (this.#lanesTaken < LANES) {
      const batch = this.#pick();
      if (batch.length === 0) return;
      void this.#take(batch);
    }
  }

  #pick(): PendingCharge[] {
    if (this.#waiting.length === 0) return [];
    const batch: PendingCharge[] = [];
    const left: PendingCharge[] = [];
    const reserved = new Set<string>();
    const heldBack = new Set<string>();
    const isFree = (mark: string): boolean =>
      !reserved.has(mark) && !this.#marksTaken.has(mark);
    const isUnlocked = (folio: string): boolean =>
      !heldBack.has(folio) && !this.#foliosTaken.has(folio);
    let looked = 0;
    for (const pending of this.#waiting) {
      const looksOn = batch.length < BATCH_MAX && looked++ < LOOKED_THROUGH_MAX;
      if (!looksOn) {
        left.push(pending);
        continue;
      }
      const { marks, folios, after } = pending;
      const isLocked = !folios.every(isUnlocked);
      const fits =
        !isLocked &&
        after.every((change) => change.isDone) &&
        marks.every(isFree);
      (fits ? batch : left).push(pending);
      for (const mark of marks) reserved.add(mark);
      // Who waits for two guests is not overtaken for ever by who waits for one of them.
      if (isLocked) for (const folio of folios) heldBack.add(folio);
    }
    this.#waiting = left;
    return batch;
  }

  /** Where bills to one folio come faster than they can be posted, the queue moves: nobody waits in vain. */
  #restartPatience(through: readonly PendingCharge[]): void {
    const marks = new Set(through.flatMap((pending) => pending.marks));
    const until = performance.now() + PATIENCE_MS;
    for (const pending of this.#waiting)
      if (pending.marks.some((mark) => marks.has(mark))) pending.until = until;
  }

  /** Who has waited too long is sent away: nothing was begun for him. */
  #watchPatience(): void {
    if (this.#waiting.length === 0 || this.#patience !== null) return;
    let first = Infinity;
    for (const { until } of this.#waiting) first = Math.min(first, until);
    const leftMs = Math.max(1, first - performance.now());
    this.#patience = setTimeout(() => {
      this.#patience = null;
      const now = performance.now();
      const late = this.#waiting.filter((pending) => pending.until <= now);
      this.#waiting = this.#waiting.filter((pending) => pending.until > now);
      for (const { reject } of late) reject(new StoreUnavailable("overloaded"));
      this.#settled();
      this.#watchPatience();
    }, leftMs).unref();
  }

  async #take(batch: readonly PendingCharge[]): Promise<void> {
    this.#lanesTaken++;
    this.#taken += batch.length;
    const marks = batch.flatMap((pending) => pending.marks);
    const folios = batch.flatMap((pending) => pending.folios);
    for (const mark of marks) this.#marksTaken.add(mark);
    for (const folio of folios) this.#foliosTaken.add(folio);
    await this.#options.take(batch);
    for (const mark of marks) this.#marksTaken.delete(mark);
    for (const folio of folios) this.#foliosTaken.delete(folio);
    this.#restartPatience(batch.filter(({ wentThrough }) => wentThrough));
    this.#taken -= batch.length;
    this.#lanesTaken--;
    if (this.#waiting.length > 0) this.#schedule();
    this.#settled();
  }

  #settled(): void {
    if (this.length > 0) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}
