import type { Clock } from "../clock.ts";
import { LightspeedError } from "../lightspeed/financial-api.ts";
import type {
  BusinessDay,
  FinancialApi,
  SalesPosition,
} from "../lightspeed/financial-api.ts";
import { currencyDecimals } from "../money.ts";
import type { Property } from "../properties/property.ts";
import type { ComparedLocation } from "../reconciliation/comparison.ts";
import type {
  ClaimedReconciliation,
  ComparedScope,
  HealedPeriod,
  Progress,
  ReconciliationRef,
  ReconciliationView,
  RunLease,
  StageWork,
} from "../reconciliation/run.ts";
import { healedSince } from "../reconciliation/healed-since.ts";
import { nextDate } from "../properties/business-date.ts";
import { datesIn, instantsOf, stagesOf } from "../reconciliation/stages.ts";
import type { Stage } from "../reconciliation/stages.ts";
import type { Store } from "../store/store.ts";
import { healSales } from "./heal-sales.ts";
import { readSales } from "./read-sales.ts";
import type { ReadSale } from "./read-sales.ts";

export interface RunParts {
  store: Pick<
    Store,
    | "getProperty"
    | "stepReconciliation"
    | "renewReconciliation"
    | "releaseReconciliation"
    | "endReconciliation"
    | "getReconciliation"
    | "takeCharge"
    | "firstTraces"
  >;
  financialApi: Pick<FinancialApi, "sales" | "businessDay">;
  clock: Clock;
  /** Of this process. */
  holder: string;
  signal: AbortSignal;
  /** How many sales and receipts have been compared since this call. */
  progress: (done: { sales: number; receipts: number }) => void;
}

/** How long a process that has died is waited for. */
const LEASE_MS = 12_000;
const RENEW_EVERY_MS = 4_000;
/** A till may still send what it has just closed. */
const SETTLES_MS = 30 * 60_000;
/** In one transaction: bills of tills wait no longer than it takes. */
const SALES_AT_ONCE = 250;

export function leaseOf({
  holder,
  clock,
}: Pick<RunParts, "holder" | "clock">): RunLease {
  return { holder, now: clock.now(), leaseMs: LEASE_MS };
}

/** Another process goes on with it. */
class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/**
 * Takes a reconciliation from where it was left to its end, stage by stage; only a page of sales is in memory. A location
 * of which Lightspeed gives no answer that can be used is left out, and told of. Null: another process goes on with it. Rejects where the
 * store is away or the signal aborts; then it waits to be gone on with.
 */
export async function runReconciliation(
  claimed: ClaimedReconciliation,
  parts: RunParts,
): Promise<ReconciliationView | null> {
  const { store, holder } = parts;
  const { propertyId, reconciliationId } = claimed;
  const ref = { propertyId, reconciliationId };
  const renewing = setInterval(() => {
    // A step that follows says what has become of the lease.
    store
      .renewReconciliation({ ...ref, ...leaseOf(parts) })
      .catch(() => undefined);
  }, RENEW_EVERY_MS);
  try {
    const failure = await takeStages(claimed, parts);
    await store.endReconciliation({ ...ref, holder, failure });
  } catch (error) {
    if (error instanceof LeaseLost) return null;
    await store
      .releaseReconciliation({ ...ref, holder })
      .catch(() => undefined);
    throw error;
  } finally {
    clearInterval(renewing);
  }
  return store.getReconciliation(propertyId, String(reconciliationId));
}

/** Why it could not be done; null: it was. */
async function takeStages(
  claimed: ClaimedReconciliation,
  parts: RunParts,
): Promise<string | null> {
  const stored = await parts.store.getProperty(claimed.propertyId);
  if (stored === null) return "The property is not there any more.";
  await new Run(claimed, stored.value.property, parts).toItsEnd();
  return null;
}

type SalesStage = Extract<Stage, { kind: "sales" }>;

class Run {
  readonly #ref: ReconciliationRef;
  readonly #parts: RunParts;
  readonly #stages: Stage[];
  readonly #scope: ComparedScope;
  readonly #decimals: number;
  readonly #startedAt: number;
  readonly #heals: boolean;
  readonly #isScheduled: boolean;
  readonly #property: Property;
  readonly #done = { sales: 0, receipts: 0 };
  /** Locations of which Lightspeed gave no answer, also to who ran it before. */
  readonly #unread = new Set<string>();
  #progress: Progress;

  constructor(
    {
      range,
      locations,
      startedAt,
      heals,
      isScheduled,
      stage,
      position,
      ...ref
    }: ClaimedReconciliation,
    property: Property,
    parts: RunParts,
  ) {
    const { timezone, dayEndsAt, currency } = property;
    const rules = { timezone, dayEndsAt };
    this.#ref = ref;
    this.#parts = parts;
    this.#startedAt = startedAt;
    this.#heals = heals;
    this.#isScheduled = isScheduled;
    this.#property = property;
    this.#progress = { stage, position };
    this.#stages = stagesOf(range, locations, rules);
    this.#decimals = currencyDecimals(currency);
    this.#scope = {
      range,
      rules,
      until: Math.min(instantsOf(range, rules).toAt, startedAt),
      locations: locations.map((id) => comparedLocation(id, property)),
    };
  }

  async toItsEnd(): Promise<void> {
    for (const { businessLocationId, failure } of (await this.#view()).days)
      if (failure !== null) this.#unread.add(businessLocationId);
    for (;;) {
      this.#parts.signal.throwIfAborted();
      const stage = this.#stages[this.#progress.stage];
      if (stage === undefined) return;
      if ("businessLocationId" in stage) await this.#ask(stage);
      else await this.#take(stage);
      this.#parts.progress(this.#done);
    }
  }

  /** One location that cannot be read keeps nobody from the others. */
  async #ask(stage: Stage & { businessLocationId: string }): Promise<void> {
    const { businessLocationId } = stage;
    if (this.#unread.has(businessLocationId)) {
      await this.#step({ kind: "pass" });
      return;
    }
    try {
      await this.#take(stage);
    } catch (error) {
      if (!(error instanceof LightspeedError)) throw error;
      this.#unread.add(businessLocationId);
      const location = this.#property.businessLocations.find(
        (each) => each.id === businessLocationId,
      );
      const name = location?.name ?? businessLocationId;
      await this.#step({
        kind: "unread",
        businessLocationId,
        businessDates: datesIn(this.#scope.range),
        failure: `${name} (${businessLocationId}) could not be read. ${error.message}`,
      });
    }
  }

  async #take(stage: Stage): Promise<void> {
    switch (stage.kind) {
      case "day":
        await this.#step({
          ...stage,
          dataComplete: await this.#isComplete(stage),
        });
        return;
      case "sales":
        await this.#readSales(stage);
        return;
      case "receipts":
      case "refunds":
        await this.#step({ kind: stage.kind, scope: this.#readScope() });
        return;
      case "forget":
        await this.#step(stage);
    }
  }

  /** Without locations whose sales are not known: what has no sale there is not missing. */
  #readScope(): ComparedScope {
    const locations = this.#scope.locations.filter(
      ({ businessLocationId }) => !this.#unread.has(businessLocationId),
    );
    return { ...this.#scope, locations };
  }

  /**
   * What is not over cannot be complete. Where Lightspeed's day ends before the hotel's, the rest of that is in the next.
   */
  async #isComplete({
    businessLocationId,
    businessDate,
  }: Extract<Stage, { kind: "day" }>): Promise<boolean> {
    const { financialApi, clock, signal } = this.#parts;
    const { toAt } = instantsOf(
      { from: businessDate, to: businessDate },
      this.#scope.rules,
    );
    if (toAt > clock.now()) return false;
    const place = this.#placeOf(businessLocationId);
    const day = (date: string): Promise<BusinessDay> =>
      financialApi.businessDay({ place, date, signal });
    const { dataComplete, endsAt } = await day(businessDate);
    if (!dataComplete || endsAt === null || endsAt >= toAt) return dataComplete;
    return (await day(nextDate(businessDate))).dataComplete;
  }

  async #readSales(stage: SalesStage): Promise<void> {
    const { businessLocationId, isAround, from } = stage;
    const { financialApi, signal } = this.#parts;
    // The same range whoever goes on: Lightspeed's marks of pages are for that one.
    const to = Math.min(stage.to, this.#startedAt);
    const isNeeded = !isAround || (await this.#misses(businessLocationId));
    if (from >= to || !isNeeded) {
      await this.#step({ kind: "pass" });
      return;
    }
    const location = this.#scope.locations.find(
      (each) => each.businessLocationId === businessLocationId,
    )!;
    const { stage: number, position } = this.#progress;
    const pages = readSales(
      financialApi.sales({
        place: this.#placeOf(businessLocationId),
        from,
        to,
        position: position as SalesPosition | null,
        signal,
      }),
      this.#decimals,
    );
    const heals =
      this.#heals && !isAround ? await this.#healedOf(stage, location) : null;
    for await (const { sales, next } of pages) {
      const then: Progress =
        next === null
          ? { stage: number + 1, position: null }
          : { stage: number, position: next };
      let rest = sales;
      do {
        const some = rest.slice(0, SALES_AT_ONCE);
        rest = rest.slice(SALES_AT_ONCE);
        await this.#compare(some, {
          location,
          isAround,
          heals,
          pageDone:
            rest.length === 0 ? { next: then, sales: sales.length } : null,
        });
      } while (rest.length > 0);
    }
  }

  /** What is to be recovered is, before it is gone on: cut off in between, the same sales are compared again. */
  async #compare(
    sales: readonly ReadSale[],
    how: Pick<
      Extract<StageWork, { kind: "sales" }>,
      "location" | "isAround" | "heals" | "pageDone"
    >,
  ): Promise<void> {
    const work = {
      kind: "sales",
      scope: this.#scope,
      sales: sales.map(({ compared }) => compared),
    } as const;
    const { heals, pageDone } = how;
    if (heals === null) {
      await this.#step({ ...work, ...how });
      return;
    }
    const missing = new Set(
      await this.#step({ ...work, ...how, pageDone: null }),
    );
    const lost = sales.filter(({ compared }) => missing.delete(compared.key));
    const healed = await healSales(lost, {
      property: this.#property,
      businessLocationId: how.location.businessLocationId,
      ...this.#parts,
    });
    await this.#step({ kind: "healed", healed, pageDone });
  }

  /** Receipts that have found no sale on their own dates. */
  async #misses(businessLocationId: string): Promise<boolean> {
    const { totals } = await this.#view();
    return totals.some(
      (total) =>
        total.businessLocationId === businessLocationId &&
        total.section === "outcome" &&
        total.name === "missing-at-lightspeed" &&
        total.times > 0n,
    );
  }

  /**
   * A sale is missed half an hour after its closing, or when Lightspeed has all of the dates. What was sold before the
   * location went live is not; where nobody said when that was, what somebody asks for is.
   */
  async #healedOf(
    { businessLocationId, to }: SalesStage,
    { goLiveAt }: ComparedLocation,
  ): Promise<HealedPeriod> {
    const { store, clock } = this.#parts;
    const isComplete = (await this.#view()).days
      .filter((day) => day.businessLocationId === businessLocationId)
      .every(({ dataComplete }) => dataComplete);
    const traces = this.#isScheduled
      ? await store.firstTraces(this.#placeOf(businessLocationId))
      : null;
    return {
      since:
        goLiveAt ??
        (traces === null ? 0 : healedSince(traces, this.#scope.rules)),
      before: isComplete ? to : clock.now() - SETTLES_MS,
    };
  }

  async #view(): Promise<ReconciliationView> {
    const { propertyId, reconciliationId } = this.#ref;
    const id = String(reconciliationId);
    const view = await this.#parts.store.getReconciliation(propertyId, id);
    if (view === null) throw new Error("a reconciliation that is not there");
    return view;
  }

  /** Answers what is to be recovered. */
  async #step(work: StageWork): Promise<string[]> {
    const taken = await this.#parts.store.stepReconciliation({
      ...this.#ref,
      ...leaseOf(this.#parts),
      progress: this.#progress,
      work,
    });
    if (taken.kind === "lost") throw new LeaseLost();
    this.#progress = taken.progress;
    if (work.kind === "sales") {
      this.#done.sales += work.sales.length;
      this.#parts.progress(this.#done);
    }
    return taken.missing;
  }

  #placeOf(businessLocationId: string): {
    propertyId: string;
    businessLocationId: string;
  } {
    return { propertyId: this.#ref.propertyId, businessLocationId };
  }
}

/** One that the property has no more was never mirrored. */
function comparedLocation(
  id: string,
  { businessLocations }: Property,
): ComparedLocation {
  const location = businessLocations.find((each) => each.id === id);
  return {
    businessLocationId: id,
    mirrors: location?.features.includes("MIRRORING") ?? false,
    goLiveAt: location?.goLiveAt ?? null,
  };
}
