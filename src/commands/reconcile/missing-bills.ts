import type { Filter } from "../../lists/list-request.ts";
import type { ReconciliationRef } from "../../reconciliation/run.ts";
import type { Reason } from "../../reconciliation/comparison.ts";
import type { Store } from "../../store/store.ts";

/** What has become of the bills that a reconciliation missed here. */
export interface MissingBills {
  /** Posted since: nothing is left to do. */
  recovered: number;
  /** Kept as refused receipts until staff decide. */
  waiting: number;
}

/** Counts more than 10,000 of one kind as that many. */
export async function missingBills(
  store: Pick<Store, "list">,
  ref: ReconciliationRef,
): Promise<MissingBills> {
  return {
    recovered: await count(store, ref, "recovered"),
    waiting: await count(store, ref, "refused"),
  };
}

async function count(
  store: Pick<Store, "list">,
  { propertyId, reconciliationId }: ReconciliationRef,
  reason: Reason,
): Promise<number> {
  const wanted = { reconciliationId, outcome: "missing-here", reason };
  const filter: Filter = {
    kind: "and",
    parts: Object.entries(wanted).map(([field, value]) => ({
      kind: "clause",
      field,
      operator: "=",
      value,
    })),
  };
  const { totalResults } = await store.list(
    "reconciliation-items",
    propertyId,
    {
      filter,
      orderBy: { field: "closedAt", descending: false },
      pageSize: 1,
      page: 1,
      cursor: null,
    },
  );
  return totalResults;
}
