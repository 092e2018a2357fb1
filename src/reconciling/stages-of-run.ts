import { LightspeedError } from "../lightspeed/financial-api.ts";
import type { Property } from "../properties/property.ts";
import type { ComparedLocation } from "../reconciliation/comparison.ts";
import type {
  ClaimedReconciliation,
  ComparedScope,
} from "../reconciliation/run.ts";
import { datesIn, instantsOf, stagesOf } from "../reconciliation/stages.ts";
import type { Stage } from "../reconciliation/stages.ts";
import { isComplete } from "./is-complete.ts";
import type { CompletenessParts } from "./is-complete.ts";
import { SalesOfStage } from "./sales-of-stage.ts";
import type { SalesParts, SalesRun } from "./sales-of-stage.ts";
import type { StepsOfRun } from "./steps-of-run.ts";

export interface StageParts extends SalesParts, CompletenessParts {
  financialApi: SalesParts["financialApi"] & CompletenessParts["financialApi"];
}

/** The stages of one reconciliation, from the one it was left at to the last. */
export class StagesOfRun {
  readonly #stages: Stage[];
  readonly #run: SalesRun;
  readonly #parts: StageParts;
  /** Locations of which Lightspeed gave no answer, also to who ran it before. */
  readonly #unread = new Set<string>();

  constructor(
    { range, locations, startedAt, heals, isScheduled }: ClaimedReconciliation,
    parts: StageParts & { property: Property; steps: StepsOfRun },
  ) {
    const { property, steps } = parts;
    const { timezone, dayEndsAt } = property;
    const rules = { timezone, dayEndsAt };
    this.#parts = parts;
    this.#stages = stagesOf(range, locations, rules);
    const scope = {
      range,
      rules,
      until: Math.min(instantsOf(range, rules).toAt, startedAt),
      locations: locations.map((id) => comparedLocation(id, property)),
    };
    this.#run = { property, scope, startedAt, heals, isScheduled, steps };
  }

  async toTheEnd(): Promise<void> {
    const { steps } = this.#run;
    for (const { businessLocationId, failure } of (await steps.view()).days)
      if (failure !== null) this.#unread.add(businessLocationId);
    for (;;) {
      this.#parts.signal.throwIfAborted();
      const stage = this.#stages[steps.progress.stage];
      if (stage === undefined) return;
      if ("businessLocationId" in stage) await this.#ask(stage);
      else await this.#take(stage);
    }
  }

  /** One location that cannot be read keeps nobody from the others. */
  async #ask(stage: Stage & { businessLocationId: string }): Promise<void> {
    const { businessLocationId } = stage;
    const { property, scope, steps } = this.#run;
    if (this.#unread.has(businessLocationId)) {
      await steps.take({ kind: "pass" });
      return;
    }
    try {
      await this.#take(stage);
    } catch (error) {
      if (!(error instanceof LightspeedError)) throw error;
      this.#unread.add(businessLocationId);
      const location = property.businessLocations.find(
        (each) => each.id === businessLocationId,
      );
      const name = location?.name ?? businessLocationId;
      await steps.take({
        kind: "unread",
        businessLocationId,
        businessDates: datesIn(scope.range),
        failure: `${name} (${businessLocationId}) could not be read. ${error.message}`,
      });
    }
  }

  async #take(stage: Stage): Promise<void> {
    const { property, scope, steps } = this.#run;
    switch (stage.kind) {
      case "day": {
        const { businessLocationId, businessDate } = stage;
        const place = { propertyId: property.id, businessLocationId };
        const { rules } = scope;
        await steps.take({
          ...stage,
          dataComplete: await isComplete(
            place,
            businessDate,
            rules,
            this.#parts,
          ),
        });
        return;
      }
      case "sales":
        await new SalesOfStage(stage, this.#run, this.#parts).take();
        return;
      case "receipts":
      case "refunds":
        await steps.take({ kind: stage.kind, scope: this.#readScope() });
        return;
      case "forget":
        await steps.take(stage);
    }
  }

  /** Without locations whose sales are not known: what has no sale there is not missing. */
  #readScope(): ComparedScope {
    const { scope } = this.#run;
    const locations = scope.locations.filter(
      ({ businessLocationId }) => !this.#unread.has(businessLocationId),
    );
    return { ...scope, locations };
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
