import { FIRST_POSTINGS } from "../../posting-rows.ts";
import type {
  AcknowledgedBill,
  ChargeOutcome,
} from "../../../folios/charge-decision.ts";
import { ANSWERED_503 } from "../../unsure-charge.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Sql } from "../connection/sql.ts";

export type Replayed = ChargeOutcome & { kind: "replayed" };

/** The first answers again, by receipt: the bills a charge made and the flags its own arrival raised on it. */
export async function acknowledgements(
  sql: Sql,
  receipts: readonly { propertyId: string; receiptId: bigint }[],
): Promise<Map<bigint, Replayed>> {
  if (receipts.length === 0) return new Map();
  const keys = [
    arrayLiteral(receipts.map(({ propertyId }) => propertyId)),
    arrayLiteral(receipts.map(({ receiptId }) => receiptId)),
  ];
  const bills = await sql.rows<AcknowledgedBill & { receiptId: bigint }>(
    `SELECT b.receipt_id AS "receiptId", b.folio_id AS "folioId", b.amount + b.gratuity AS total
     FROM unnest($1::text[], $2::bigint[]) AS k(property_id, receipt_id)
     JOIN bills b ON b.property_id = k.property_id AND b.receipt_id = k.receipt_id AND b.cause IN ${FIRST_POSTINGS}
     ORDER BY b.receipt_id, b.bill_no`,
    ...keys,
  );
  const flags = await sql.rows<{ receiptId: bigint; flag: string }>(
    `SELECT f.subject_id AS "receiptId", f.flag FROM unnest($1::text[], $2::bigint[]) AS k(property_id, receipt_id)
     JOIN flags f ON f.property_id = k.property_id AND f.subject_id = k.receipt_id AND f.event_id = k.receipt_id
       AND f.action = 'raised' AND f.flag <> '${ANSWERED_503}'`,
    ...keys,
  );
  return new Map(
    receipts.map(({ receiptId }) => [
      receiptId,
      {
        kind: "replayed",
        receiptId,
        bills: bills
          .filter((bill) => bill.receiptId === receiptId)
          .map(({ folioId, total }) => ({ folioId, total })),
        flags: [
          ...new Set(
            flags
              .filter((row) => row.receiptId === receiptId)
              .map((row) => row.flag),
          ),
        ].sort(),
      },
    ]),
  );
}
