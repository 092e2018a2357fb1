import type {
  ClaimedReconciliation,
  HealedSale,
  Progress,
  ReconciliationRef,
  ReconciliationView,
  RunLease,
  StageWork,
} from "../reconciliation/run.ts";
import type { Store } from "../store/store.ts";

interface StepParts {
  store: Pick<Store, "stepReconciliation" | "getReconciliation">;
  lease: () => RunLease;
  progress: (sales: number) => void;
  recovered: (sales: readonly HealedSale[]) => void;
}

/** Another process goes on with it. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** What a run does in the store, one transaction after the other, and how far it has come there. */
export class StepsOfRun {
  readonly #ref: ReconciliationRef;
  readonly #parts: StepParts;
  #progress: Progress;
  #salesDone = 0;

  constructor(
    { propertyId, reconciliationId, stage, position }: ClaimedReconciliation,
    parts: StepParts,
  ) {
    this.#ref = { propertyId, reconciliationId };
    this.#parts = parts;
    this.#progress = { stage, position };
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** Answers what is to be recovered. Throws `LeaseLost`. */
  async take(work: StageWork): Promise<string[]> {
    const { store, lease } = this.#parts;
    const taken = await store.stepReconciliation({
      ...this.#ref,
      ...lease(),
      progress: this.#progress,
      work,
    });
    if (taken.kind === "lost") throw new LeaseLost();
    this.#progress = taken.progress;
    if (work.kind === "sales") this.#salesDone += work.sales.length;
    if (work.kind === "healed") this.#parts.recovered(work.healed);
    this.#parts.progress(this.#salesDone);
    return taken.missing;
  }

  async view(): Promise<ReconciliationView> {
    const { propertyId, reconciliationId } = this.#ref;
    const id = String(reconciliationId);
    const view = await this.#parts.store.getReconciliation(propertyId, id);
    if (view === null) throw new Error("a reconciliation that is not there");
    return view;
  }
}
