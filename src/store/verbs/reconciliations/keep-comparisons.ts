import type { Comparison } from "../../../reconciliation/comparison.ts";
import { ReconciliationTotals } from "../../../reconciliation/reconciliation-totals.ts";
import type { ReconciliationRef } from "../../../reconciliation/run.ts";
import {
  ITEM_COLUMNS,
  itemValues,
  sumValues,
} from "../../reconciliation-rows.ts";
import { chunks, places, rows, run } from "../../steps.ts";
import type { Steps } from "../../steps.ts";

const ITEMS_AT_ONCE = 20;

/**
 * Counts comparisons, and keeps those that do not match as items. One that was counted before is not counted again, so a
 * page can be compared twice. Those whose receipt another sale has are answered.
 */
export function* keepComparisons(
  ref: ReconciliationRef,
  compared: readonly Comparison[],
): Steps<Comparison[]> {
  const { fresh, taken } = yield* claimReceipts(
    ref,
    compared.filter(hasOwnReceipt),
  );
  const others = compared.filter((each) => !hasOwnReceipt(each));
  const items = [
    ...fresh.filter(({ outcome }) => outcome !== "matched"),
    ...others,
  ];
  const added = yield* addItems(ref, items);
  const totals = new ReconciliationTotals();
  for (const each of fresh) totals.add(each);
  for (const each of others) if (added.has(each.key)) totals.add(each);
  yield* addTotals(ref, totals);
  return taken;
}

/** A bill that was without a sale has one after all. */
export function* replaceItem(
  ref: ReconciliationRef,
  was: Comparison,
  is: Comparison,
): Steps<void> {
  yield* run(
    "DELETE FROM reconciliation_items WHERE property_id = $1 AND reconciliation_id = $2 AND item_key = $3",
    ref.propertyId,
    ref.reconciliationId,
    was.key,
  );
  yield* run(
    "DELETE FROM reconciliation_matches WHERE property_id = $1 AND reconciliation_id = $2 AND receipt_id = $3",
    ref.propertyId,
    ref.reconciliationId,
    was.receiptId,
  );
  const totals = new ReconciliationTotals();
  totals.takeBack(was);
  yield* addTotals(ref, totals);
  yield* keepComparisons(ref, [is]);
}

/** A correction and a refund are about a receipt that has a sale of its own. */
function hasOwnReceipt({ receiptId, refundId, reason }: Comparison): boolean {
  return (
    receiptId !== null &&
    refundId === null &&
    reason !== "payments-changed" &&
    reason !== "nothing-changed"
  );
}

/** Each receipt is one sale's, the first's. Only whoever holds the lease of the reconciliation claims any. */
function* claimReceipts(
  { propertyId, reconciliationId }: ReconciliationRef,
  compared: readonly Comparison[],
): Steps<{ fresh: Comparison[]; taken: Comparison[] }> {
  const owners = new Map<bigint, string>();
  for (const some of chunks(compared)) {
    const ids = some.map(({ receiptId }) => receiptId);
    const known = yield* rows<{ receiptId: bigint; itemKey: string }>(
      `SELECT receipt_id AS "receiptId", item_key AS "itemKey" FROM reconciliation_matches
       WHERE property_id = $1 AND reconciliation_id = $2 AND receipt_id IN (${places(ids.length, 2)})`,
      propertyId,
      reconciliationId,
      ...ids,
    );
    for (const { receiptId, itemKey } of known) owners.set(receiptId, itemKey);
  }
  const fresh: Comparison[] = [];
  const taken: Comparison[] = [];
  for (const each of compared) {
    const owner = owners.get(each.receiptId!);
    if (owner === undefined) {
      owners.set(each.receiptId!, each.key);
      fresh.push(each);
    } else if (owner !== each.key) taken.push(each);
  }
  for (const some of chunks(fresh)) {
    yield* run(
      `INSERT INTO reconciliation_matches (property_id, reconciliation_id, receipt_id, item_key)
       VALUES ${some.map((_, n) => `($1, $2, $${2 * n + 3}, $${2 * n + 4})`).join(", ")}`,
      propertyId,
      reconciliationId,
      ...some.flatMap(({ receiptId, key }) => [receiptId, key]),
    );
  }
  return { fresh, taken };
}

/** The keys of those that were not there. */
function* addItems(
  { propertyId, reconciliationId }: ReconciliationRef,
  items: readonly Comparison[],
): Steps<Set<string>> {
  const added = new Set<string>();
  for (let from = 0; from < items.length; from += ITEMS_AT_ONCE) {
    const some = items.slice(from, from + ITEMS_AT_ONCE).map(itemValues);
    const width = some[0]!.length;
    const kept = yield* rows<{ itemKey: string }>(
      `INSERT INTO reconciliation_items (property_id, reconciliation_id, ${ITEM_COLUMNS})
       VALUES ${some.map((_, n) => `($1, $2, ${places(width, 2 + n * width)})`).join(", ")}
       ON CONFLICT (property_id, reconciliation_id, item_key) DO NOTHING RETURNING item_key AS "itemKey"`,
      propertyId,
      reconciliationId,
      ...some.flat(),
    );
    for (const { itemKey } of kept) added.add(itemKey);
  }
  return added;
}

export function* addTotals(
  { propertyId, reconciliationId }: ReconciliationRef,
  totals: ReconciliationTotals,
): Steps<void> {
  for (const total of totals.rows()) {
    const { businessLocationId, businessDate, section, name, times } = total;
    yield* run(
      `INSERT INTO reconciliation_totals (property_id, reconciliation_id, business_location_id, business_date, section, name,
         times, ${TOTAL_COLUMNS.join(", ")})
       VALUES (${places(7 + TOTAL_COLUMNS.length, 0)})
       ON CONFLICT (property_id, reconciliation_id, business_location_id, business_date, section, name)
       DO UPDATE SET ${["times", ...TOTAL_COLUMNS]
         .map(
           (column) =>
             `${column} = reconciliation_totals.${column} + excluded.${column}`,
         )
         .join(", ")}`,
      propertyId,
      reconciliationId,
      businessLocationId,
      businessDate,
      section,
      name,
      times,
      ...sumValues(total.lightspeed),
      ...sumValues(total.here),
    );
  }
}

const TOTAL_COLUMNS = [
  "lightspeed_payments",
  "lightspeed_tips",
  "lightspeed_tax",
  "here_payments",
  "here_tips",
  "here_tax",
];
