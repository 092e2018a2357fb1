import type {
  ComparedSale,
  Comparison,
} from "../../../reconciliation/comparison.ts";
import type {
  HealedPeriod,
  HealedSale,
  ReconciliationRef,
} from "../../../reconciliation/run.ts";
import { chunks, places, rows, run } from "../../steps.ts";
import type { Steps } from "../../steps.ts";

/**
 * Of a page that is compared again: sales that were missing then and have been recovered since. They are still counted as
 * what they were.
 */
export function* foundAfterHealing(
  ref: ReconciliationRef,
  compared: readonly Comparison[],
): Steps<Set<string>> {
  const here = new Map(
    compared
      .filter(({ receiptId, refusedId }) => receiptId ?? refusedId)
      .map((each) => [each.key, each]),
  );
  const missed = yield* missingItems(ref, [...here.keys()]);
  yield* keepHealed(
    ref,
    missed.map((key) => {
      const { receiptId, refusedId } = here.get(key)!;
      return { key, receiptId, refusedId };
    }),
  );
  return new Set(missed);
}

/** Items of sales that are missing and not yet recovered. */
export function* missingItems(
  { propertyId, reconciliationId }: ReconciliationRef,
  keys: readonly string[],
): Steps<string[]> {
  const missing: string[] = [];
  for (const some of chunks(keys)) {
    const found = yield* rows<{ key: string }>(
      `SELECT item_key AS "key" FROM reconciliation_items WHERE property_id = $1 AND reconciliation_id = $2
         AND outcome = 'missing-here' AND reason IS NULL AND item_key IN (${places(some.length, 2)})`,
      propertyId,
      reconciliationId,
      ...some,
    );
    missing.push(...found.map(({ key }) => key));
  }
  return missing;
}

/** A correction goes back to a bill that is recovered itself; without an identity a sale cannot be known again. */
export function isRecoverable(
  { type, closedAt, uuid, fiscId }: ComparedSale,
  { since, before }: HealedPeriod,
): boolean {
  if (type === "UPDATE" || (uuid === null && fiscId === null)) return false;
  return closedAt !== null && closedAt >= since && closedAt < before;
}

/** What became of them; their receipts have a sale. */
export function* keepHealed(
  { propertyId, reconciliationId }: ReconciliationRef,
  healed: readonly HealedSale[],
): Steps<void> {
  for (const { key, receiptId, refusedId } of healed) {
    yield* run(
      `UPDATE reconciliation_items SET reason = $1, receipt_id = $2, refused_id = $3
       WHERE property_id = $4 AND reconciliation_id = $5 AND item_key = $6`,
      receiptId === null ? "refused" : "recovered",
      receiptId,
      refusedId,
      propertyId,
      reconciliationId,
      key,
    );
    if (receiptId !== null)
      yield* run(
        `INSERT INTO reconciliation_matches (property_id, reconciliation_id, receipt_id, item_key)
         VALUES ($1, $2, $3, $4) ON CONFLICT (property_id, reconciliation_id, receipt_id) DO NOTHING`,
        propertyId,
        reconciliationId,
        receiptId,
        key,
      );
  }
}
