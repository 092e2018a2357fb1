import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { FinancialApi } from "../lightspeed/financial-api.ts";
import type { LightspeedGrant } from "../properties/lightspeed-grant.ts";
import type { Property } from "../properties/property.ts";
import {
  againAfter,
  dueDates,
  firstDueDate,
} from "../reconciliation/due-dates.ts";
import type {
  HealedSale,
  LastCompleteDate,
  ReconciliationView,
} from "../reconciliation/run.ts";
import type { Store } from "../store/store.ts";
import { leaseOf, runReconciliation } from "./run-reconciliation.ts";

export interface ReconciliationRunnerParts {
  store: Pick<
    Store,
    | "startReconciliation"
    | "claimReconciliation"
    | "stepReconciliation"
    | "renewReconciliation"
    | "releaseReconciliation"
    | "endReconciliation"
    | "hasWaitingReconciliation"
    | "reconciledDates"
    | "lastCompleteDates"
    | "getReconciliation"
    | "getProperty"
    | "takeCharge"
    | "firstTraces"
  >;
  financialApi: FinancialApi;
  clock: Clock;
  /** As last looked at. */
  properties: () => readonly Property[];
  grants: () => readonly LightspeedGrant[];
  ended: (end: {
    propertyId: string;
    reconciliation: ReconciliationView;
  }) => void;
  /** Sales that were missing here have been taken in. */
  recovered: (sales: readonly HealedSale[]) => void;
  /** The store failed: it is looked at again. */
  failed: (failure: { error: unknown }) => void;
}

const LOOK_EVERY_MS = 5_000;
const SCHEDULE_EVERY_MS = 60_000;

/**
 * Runs reconciliations in a server, one after the other: those that somebody asked for, those that a process has left, and
 * each hotel's own after the end of its day. Instances share the work by leases.
 */
export class ReconciliationRunner {
  readonly #parts: ReconciliationRunnerParts;
  readonly #holder = randomUUID();
  readonly #stopping = new AbortController();
  #timers: NodeJS.Timeout[] = [];
  #working: Promise<void> | null = null;
  #lastComplete: readonly LastCompleteDate[] = [];

  constructor(parts: ReconciliationRunnerParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#timers.length > 0) return;
    this.#timers = [
      setInterval(() => this.wake(), LOOK_EVERY_MS).unref(),
      setInterval(() => void this.schedule(), SCHEDULE_EVERY_MS).unref(),
    ];
    this.wake();
    void this.schedule();
  }

  /** What runs is left where it is; whoever comes next goes on with it. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    this.#stopping.abort();
    await this.#working;
  }

  /** There may be something to run. */
  wake(): void {
    if (this.#stopping.signal.aborted) return;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  /** As last looked at, whichever process has proved it. */
  lastCompleteDates(): readonly LastCompleteDate[] {
    return this.#lastComplete;
  }

  /** Begins what is due by itself. Never rejects. */
  async schedule(): Promise<void> {
    const { store, properties, grants, failed } = this.#parts;
    const connected = new Set(
      grants()
        .filter(({ state }) => state === "live")
        .map(({ propertyId }) => propertyId),
    );
    try {
      this.#lastComplete = await store.lastCompleteDates();
      for (const property of properties())
        if (connected.has(property.id)) await this.#scheduleFor(property);
    } catch (error) {
      if (!this.#stopping.signal.aborted) failed({ error });
    }
  }

  async #scheduleFor(property: Property): Promise<void> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    const propertyId = property.id;
    const since = firstDueDate(now, property);
    const done = await store.reconciledDates(propertyId, since);
    for (const date of dueDates(now, property, done)) {
      await store.startReconciliation({
        actor: null,
        propertyId,
        range: { from: date, to: date },
        unlessSince: againAfter(now),
        heals: true,
        idempotency: null,
      });
      this.wake();
    }
  }

  async #work(): Promise<void> {
    try {
      while (await this.#runNext());
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#parts.failed({ error });
    }
  }

  /** False: nothing waits. */
  async #runNext(): Promise<boolean> {
    const { store, financialApi, clock, ended, recovered } = this.#parts;
    const holder = this.#holder;
    const { signal } = this.#stopping;
    signal.throwIfAborted();
    if (!(await store.hasWaitingReconciliation(clock.now()))) return false;
    const lease = leaseOf({ holder, clock });
    const claimed = await store.claimReconciliation({ of: null, lease });
    if (claimed === null) return false;
    const reconciliation = await runReconciliation(claimed, {
      store,
      financialApi,
      clock,
      holder,
      signal,
      progress: () => undefined,
      recovered,
    });
    this.#lastComplete = await store.lastCompleteDates();
    if (reconciliation !== null)
      ended({ propertyId: claimed.propertyId, reconciliation });
    return true;
  }
}
