import type { Metrics } from "../http/metrics.ts";
import type { GrantObserver } from "../lightspeed/access-tokens.ts";
import type { Log } from "../log.ts";
import type { ReconciliationRunnerParts } from "../reconciling/reconciliation-runner.ts";
import type { StoreObserver } from "../store/store.ts";

export function observeGrants(
  log: Log,
  metrics: Metrics,
  died: () => Promise<void>,
): GrantObserver {
  return {
    renewed: ({ propertyId, businessLocationId }) => {
      const event = "lightspeed.renewed";
      log.info({ event, propertyId, businessLocationId });
      metrics.grantRenewal("renewed");
    },
    renewalFailed: ({ propertyId, businessLocationId, reason }) => {
      const event = "lightspeed.renewal-failed";
      log.warn({ event, propertyId, businessLocationId, reason });
      metrics.grantRenewal(reason);
    },
    notKeptYet: ({ propertyId, businessLocationId, error }) => {
      const event = "lightspeed.tokens-not-kept-yet";
      log.error({ event, propertyId, businessLocationId, error });
      metrics.grantRenewal("not-kept-yet");
    },
    died: () => void died(),
  };
}

export function observeReconciliations(
  log: Log,
  metrics: Metrics,
): Pick<ReconciliationRunnerParts, "ended" | "recovered" | "failed"> {
  return {
    recovered: (sales) => {
      metrics.recovered(sales);
    },
    ended: ({ propertyId, reconciliation }) => {
      const { reconciliationId, from, to, status, failure, counts } =
        reconciliation;
      metrics.reconciled(reconciliation);
      const told = {
        event: `reconciliation.${status}`,
        propertyId,
        reconciliationId: String(reconciliationId),
        from,
        to,
        ...counts,
      };
      if (status === "failed") log.warn({ ...told, reason: failure });
      else log.info(told);
    },
    failed: ({ error }) => {
      log.warn({ event: "reconciliation.interrupted", error });
    },
  };
}

export function observeStore(log: Log, metrics: Metrics): StoreObserver {
  const counted = metrics.storeObserver();
  return {
    batchCommitted: (batch) => {
      counted.batchCommitted(batch);
    },
    answered503Found: (found) => {
      const { propertyId, receiptId } = found;
      const event = "receipt.answered-503-found";
      log.warn({ event, propertyId, receiptId: String(receiptId) });
      counted.answered503Found(found);
    },
    failed: (failure) => {
      log.error(failure);
      counted.failed(failure);
    },
    recovered: () => {
      log.info({ event: "store.recovered" });
      counted.recovered();
    },
  };
}
