import type { ReceiptKind } from "../../receipts/receipt.ts";
import { rows } from "../steps.ts";
import type { Steps } from "../steps.ts";

/** The receipts with one root, oldest first. */
export function* readChain(
  propertyId: string,
  root: string | null,
): Steps<{ receiptId: bigint; kind: ReceiptKind }[]> {
  if (root === null) return [];
  return yield* rows(
    `SELECT r.receipt_id AS "receiptId", r.kind FROM receipts r
     WHERE r.property_id = $1 AND r.chain_root = $2 AND r.receipt_id IN (SELECT i.receipt_id FROM identities i
       WHERE i.property_id = $1 AND i.kind IN ('fisc', 'root') AND i.value = $2)
     ORDER BY r.closed_at, r.receipt_id`,
    propertyId,
    root,
  );
}
