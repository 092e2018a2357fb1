import type { Clock } from "../clock.ts";
import type {
  FinancialApi,
  SalesPosition,
} from "../lightspeed/financial-api.ts";
import { currencyDecimals } from "../money.ts";
import type { Property } from "../properties/property.ts";
import type { ComparedLocation } from "../reconciliation/comparison.ts";
import { healedSince } from "../reconciliation/healed-since.ts";
import type {
  ComparedScope,
  HealedPeriod,
  Progress,
  StageWork,
} from "../reconciliation/run.ts";
import type { Stage } from "../reconciliation/stages.ts";
import type { Store } from "../store/store.ts";
import { healSales } from "./heal-sales.ts";
import { readSales } from "./read-sales.ts";
import type { ReadSale } from "./read-sales.ts";
import type { StepsOfRun } from "./steps-of-run.ts";

export interface SalesParts {
  store: Pick<Store, "takeCharge" | "firstTraces">;
  financialApi: Pick<FinancialApi, "sales">;
  clock: Clock;
  signal: AbortSignal;
}

/** What a run compares, and whether it recovers. */
export interface SalesRun {
  property: Property;
  scope: ComparedScope;
  startedAt: number;
  heals: boolean;
  isScheduled: boolean;
  steps: StepsOfRun;
}

type SalesStage = Extract<Stage, { kind: "sales" }>;
type SalesWork = Extract<StageWork, { kind: "sales" }>;

/** A till may still send what it has just closed. */
const SETTLES_MS = 30 * 60_000;
/** In one transaction: bills of tills wait no longer than it takes. */
const SALES_AT_ONCE = 250;

/** Reads the sales of one location in a range page by page, and has them compared; what is missing is recovered where it is to be. */
export class SalesOfStage {
  readonly #stage: SalesStage;
  readonly #location: ComparedLocation;
  readonly #run: SalesRun;
  readonly #parts: SalesParts;

  constructor(stage: SalesStage, run: SalesRun, parts: SalesParts) {
    this.#stage = stage;
    this.#location = run.scope.locations.find(
      (each) => each.businessLocationId === stage.businessLocationId,
    )!;
    this.#run = run;
    this.#parts = parts;
  }

  async take(): Promise<void> {
    const { from, isAround } = this.#stage;
    const { steps, startedAt, heals } = this.#run;
    // The same range whoever goes on: Lightspeed's marks of pages are for that one.
    const to = Math.min(this.#stage.to, startedAt);
    const isNeeded = !isAround || (await this.#misses());
    if (from >= to || !isNeeded) {
      await steps.take({ kind: "pass" });
      return;
    }
    const { stage: number } = steps.progress;
    const pages = this.#pages(from, to);
    const period = heals && !isAround ? await this.#healedPeriod() : null;
    for await (const { sales, next } of pages) {
      const then: Progress =
        next === null
          ? { stage: number + 1, position: null }
          : { stage: number, position: next };
      let rest = sales;
      do {
        const some = rest.slice(0, SALES_AT_ONCE);
        rest = rest.slice(SALES_AT_ONCE);
        const pageDone =
          rest.length === 0 ? { next: then, sales: sales.length } : null;
        await this.#compare(some, period, pageDone);
      } while (rest.length > 0);
    }
  }

  #pages(from: number, to: number): ReturnType<typeof readSales> {
    const { property, steps } = this.#run;
    const { financialApi, signal } = this.#parts;
    const position = steps.progress.position as SalesPosition | null;
    return readSales(
      financialApi.sales({ place: this.#place, from, to, position, signal }),
      currencyDecimals(property.currency),
    );
  }

  /** What is to be recovered is, before it is gone on: cut off in between, the same sales are compared again. */
  async #compare(
    sales: readonly ReadSale[],
    heals: HealedPeriod | null,
    pageDone: SalesWork["pageDone"],
  ): Promise<void> {
    const { property, scope, steps } = this.#run;
    const work: SalesWork = {
      kind: "sales",
      scope,
      location: this.#location,
      isAround: this.#stage.isAround,
      heals,
      sales: sales.map(({ compared }) => compared),
      pageDone,
    };
    if (heals === null) {
      await steps.take(work);
      return;
    }
    const missing = new Set(await steps.take({ ...work, pageDone: null }));
    const lost = sales.filter(({ compared }) => missing.delete(compared.key));
    const healed = await healSales(lost, {
      ...this.#parts,
      property,
      businessLocationId: this.#stage.businessLocationId,
    });
    await steps.take({ kind: "healed", healed, pageDone });
  }

  /** Whether receipts have found no sale on their own dates. */
  async #misses(): Promise<boolean> {
    const { totals } = await this.#run.steps.view();
    return totals.some(
      (total) =>
        total.businessLocationId === this.#stage.businessLocationId &&
        total.section === "outcome" &&
        total.name === "missing-at-lightspeed" &&
        total.times > 0n,
    );
  }

  /**
   * A sale is missed half an hour after its closing, or when Lightspeed has all of the dates. What was sold before the
   * location went live is not; where nobody said when that was, what somebody asks for is.
   */
  async #healedPeriod(): Promise<HealedPeriod> {
    const { businessLocationId, to } = this.#stage;
    const { scope, isScheduled, steps } = this.#run;
    const { store, clock } = this.#parts;
    const hasAll = (await steps.view()).days
      .filter((day) => day.businessLocationId === businessLocationId)
      .every(({ dataComplete }) => dataComplete);
    const traces = isScheduled ? await store.firstTraces(this.#place) : null;
    return {
      since:
        this.#location.goLiveAt ??
        (traces === null ? 0 : healedSince(traces, scope.rules)),
      before: hasAll ? to : clock.now() - SETTLES_MS,
    };
  }

  get #place(): { propertyId: string; businessLocationId: string } {
    return {
      propertyId: this.#run.property.id,
      businessLocationId: this.#stage.businessLocationId,
    };
  }
}
