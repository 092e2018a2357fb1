import type { Clock } from "../clock.ts";
import type {
  ClaimedReconciliation,
  HealedSale,
  ReconciliationView,
  RunLease,
} from "../reconciliation/run.ts";
import { StoreUnavailable } from "../store/contract/errors.ts";
import type { Store } from "../store/store.ts";
import { StagesOfRun } from "./stages-of-run.ts";
import type { StageParts } from "./stages-of-run.ts";
import { LeaseLost, StepsOfRun } from "./steps-of-run.ts";

export interface RunParts extends StageParts {
  store: StageParts["store"] &
    Pick<
      Store,
      | "getProperty"
      | "stepReconciliation"
      | "renewReconciliation"
      | "releaseReconciliation"
      | "endReconciliation"
      | "getReconciliation"
    >;
  /** Of this process. */
  holder: string;
  /** How many sales have been compared since this call. */
  progress: (sales: number) => void;
  /** Sales that were missing here have been taken in. */
  recovered?: (sales: readonly HealedSale[]) => void;
}

/** How long a process that has died is waited for. */
const LEASE_MS = 12_000;
const RENEW_EVERY_MS = 4_000;

const OUR_FAULT =
  "A fault of the receiver: its log tells which, at reconciliation.interrupted. What was compared before it stands.";

export function leaseOf({
  holder,
  clock,
}: {
  holder: string;
  clock: Clock;
}): RunLease {
  return { holder, now: clock.now(), leaseMs: LEASE_MS };
}

/**
 * Takes a reconciliation from where it was left to its end, stage by stage; only a page of sales is in memory. A location
 * of which Lightspeed gives no answer that can be used is left out, and told of. Null: another process goes on with it. Rejects where the
 * store is away or the signal aborts; then it waits to be gone on with. A fault of ours rejects too, and ends it as failed: it would
 * fail again, and keep those after it waiting.
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
    const goesOn = error instanceof StoreUnavailable || parts.signal.aborted;
    const left = goesOn
      ? store.releaseReconciliation({ ...ref, holder })
      : store.endReconciliation({ ...ref, holder, failure: OUR_FAULT });
    await left.catch(() => undefined);
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
  const { store, progress, recovered = () => undefined } = parts;
  const stored = await store.getProperty(claimed.propertyId);
  if (stored === null) return "The property is not there any more.";
  const steps = new StepsOfRun(claimed, {
    store,
    lease: () => leaseOf(parts),
    progress,
    recovered,
  });
  await new StagesOfRun(claimed, {
    ...parts,
    steps,
    property: stored.value.property,
  }).toTheEnd();
  return null;
}
