import type { ReconciliationRef } from "../../../reconciliation/run.ts";
import { ReconciliationTotals } from "../../../reconciliation/reconciliation-totals.ts";
import { itemOf, RECONCILED_COLUMNS } from "../../reconciliation-rows.ts";
import type { ReconciledRow } from "../../reconciliation-rows.ts";
import { row, rows, run } from "../../steps.ts";
import type { Steps } from "../../steps.ts";
import { addTotals } from "./keep-comparisons.ts";

const FORGOTTEN_AT_ONCE = 2_000;

/** A piece of what nobody needs when a reconciliation is through. True: there is none left. */
export function* forgetPiece(ref: ReconciliationRef): Steps<boolean> {
  if (!(yield* forgetMatches(ref))) return false;
  const earlier = yield* earlierWithoutTrace(ref);
  if (earlier === null) return true;
  yield* forgetRun(earlier);
  return false;
}

/**
 * Of what the server began by itself: one of the same date that did not end as complete and recovered nothing. The one
 * that is through says all that it said. What it would have recovered has an id later than its own.
 */
function* earlierWithoutTrace({
  propertyId,
  reconciliationId,
}: ReconciliationRef): Steps<ReconciliationRef | null> {
  const own = yield* row<{ from: string; to: string }>(
    `SELECT from_date AS "from", to_date AS "to" FROM reconciliations
     WHERE property_id = $1 AND reconciliation_id = $2 AND started_by IS NULL`,
    propertyId,
    reconciliationId,
  );
  if (own === undefined) return null;
  const earlier = yield* row<{ reconciliationId: bigint }>(
    `SELECT c.reconciliation_id AS "reconciliationId" FROM reconciliations c
     WHERE c.property_id = $1 AND c.from_date = $2 AND c.to_date = $3 AND c.reconciliation_id < $4
       AND c.started_by IS NULL AND c.status IN ('incomplete', 'failed') AND NOT EXISTS (
         SELECT 1 FROM reconciliation_items t
         WHERE t.property_id = c.property_id AND t.reconciliation_id = c.reconciliation_id
           AND (t.reason = 'recovered' OR t.refused_id > c.reconciliation_id))
     ORDER BY c.reconciliation_id LIMIT 1`,
    propertyId,
    own.from,
    own.to,
    reconciliationId,
  );
  return earlier === undefined ? null : { propertyId, ...earlier };
}

/** Its bills first, piece by piece; what is left of its sums is always what is left of its bills. */
function* forgetRun(ref: ReconciliationRef): Steps<void> {
  if (!(yield* forgetItems(ref)) || !(yield* forgetMatches(ref))) return;
  for (const table of [
    "reconciliation_totals",
    "reconciliation_days",
    "reconciliations",
  ])
    yield* run(
      `DELETE FROM ${table} WHERE property_id = $1 AND reconciliation_id = $2`,
      ref.propertyId,
      ref.reconciliationId,
    );
}

const ITEMS_AT_ONCE = 250;

/** True: there are none left. */
function* forgetItems(ref: ReconciliationRef): Steps<boolean> {
  const { propertyId, reconciliationId } = ref;
  const found = yield* rows<ReconciledRow>(
    `SELECT ${RECONCILED_COLUMNS} FROM reconciliation_items t
     WHERE t.property_id = $1 AND t.reconciliation_id = $2 ORDER BY t.item_key LIMIT ${ITEMS_AT_ONCE}`,
    propertyId,
    reconciliationId,
  );
  const last = found.at(-1);
  if (last === undefined) return true;
  yield* run(
    "DELETE FROM reconciliation_items WHERE property_id = $1 AND reconciliation_id = $2 AND item_key <= $3",
    propertyId,
    reconciliationId,
    last.key,
  );
  const totals = new ReconciliationTotals();
  for (const item of found) totals.takeBack(itemOf(item));
  yield* addTotals(ref, totals);
  return found.length < ITEMS_AT_ONCE;
}

/** True: there are none left. */
function* forgetMatches({
  propertyId,
  reconciliationId,
}: ReconciliationRef): Steps<boolean> {
  const next = yield* row<{ last: bigint | null; count: bigint }>(
    `SELECT max(m.receipt_id) AS "last", count(*) AS "count" FROM (
       SELECT receipt_id FROM reconciliation_matches WHERE property_id = $1 AND reconciliation_id = $2
       ORDER BY receipt_id LIMIT ${FORGOTTEN_AT_ONCE}) m`,
    propertyId,
    reconciliationId,
  );
  yield* run(
    "DELETE FROM reconciliation_matches WHERE property_id = $1 AND reconciliation_id = $2 AND receipt_id <= $3",
    propertyId,
    reconciliationId,
    next!.last,
  );
  return next!.count < FORGOTTEN_AT_ONCE;
}
