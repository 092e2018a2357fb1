import { sameByFiscalId } from "../../../reconciliation/compare.ts";
import type {
  ComparedReceipt,
  ComparedRefused,
  ComparedSale,
  Found,
  PaidBy,
} from "../../../reconciliation/comparison.ts";
import { paidBy } from "../../../reconciliation/sides.ts";
import { readPayments } from "../../documents.ts";
import { chunks, places, rows } from "../../steps.ts";
import type { Steps } from "../../steps.ts";

/** Columns of a receipt `r` as it is compared. Nothing stands of a void whose original was never on a folio. */
export const COMPARED_COLUMNS = `r.receipt_id AS "receiptId", r.uuid, r.fisc_id AS "fiscId",
  r.receipt_number AS "receiptNumber", r.business_location_id AS "businessLocationId", r.closed_at AS "closedAt", r.tax,
  r.payments, CASE WHEN r.kind = 'reversal' THEN (
    SELECT CAST(abs(coalesce(sum(b.amount), 0)) + abs(coalesce(sum(b.gratuity), 0)) AS bigint) FROM bills b
    WHERE b.property_id = r.property_id AND b.receipt_id = r.receipt_id AND b.cause <> 'refund') ELSE 1 END AS "stands"`;

export interface ComparedRow extends Omit<
  ComparedReceipt,
  "closedAt" | "paid" | "stands"
> {
  closedAt: bigint;
  tax: bigint;
  payments: string;
  stands: bigint;
}

/** What there is here of sales, by their keys. */
export function* findReceipts(
  propertyId: string,
  businessLocationId: string,
  sales: readonly ComparedSale[],
): Steps<Map<string, Found>> {
  const found = new Map<string, Found>();
  const rest = (): ComparedSale[] => sales.filter(({ key }) => !found.has(key));
  const add = (
    sale: ComparedSale,
    kind: "receipt" | "corrected",
    receipt: ComparedReceipt | null | undefined,
  ): void => {
    if (receipt != null) found.set(sale.key, { kind, receipt });
  };
  const inTime = yield* receivedWith(propertyId, sales);
  for (const sale of sales) add(sale, "receipt", inTime.get(sale.uuid ?? ""));
  if (found.size === sales.length) return found;

  const byUuid = yield* claimants(propertyId, "uuid", uuidsOf(rest()));
  for (const sale of rest())
    add(sale, "receipt", byUuid.get(sale.uuid ?? "")?.[0]);

  const byFisc = yield* claimants(propertyId, "fisc", fiscIdsOf(rest()));
  for (const sale of rest()) {
    const named = byFisc.get(sale.fiscId ?? "") ?? [];
    add(sale, "receipt", sameByFiscalId(sale, businessLocationId, named));
  }
  const refused = yield* refusedOf(propertyId, rest());
  for (const sale of rest()) {
    const waits =
      refused.get(sale.uuid ?? "") ?? refused.get(sale.fiscId ?? "");
    if (waits !== undefined)
      found.set(sale.key, { kind: "refused", refused: waits });
  }
  const corrections = rest().filter(({ type }) => type === "UPDATE");
  const corrected = yield* claimants(
    propertyId,
    "fisc",
    corrections.flatMap(({ previousAccountId }) => previousAccountId ?? []),
  );
  for (const sale of corrections)
    add(sale, "corrected", corrected.get(sale.previousAccountId ?? "")?.[0]);
  return found;
}

/** A till's clock and its way here. */
const ARRIVES_WITHIN_MS = 60_000;

/**
 * Receipts that came when the sales were closed, by uuid, which no two have: nearly all, and side by side, where their
 * identities lie anywhere. Not many more than there are sales, however far these are apart.
 */
function* receivedWith(
  propertyId: string,
  sales: readonly ComparedSale[],
): Steps<Map<string, ComparedReceipt>> {
  const times = sales.flatMap(({ uuid, closedAt }) =>
    uuid === null ? [] : (closedAt ?? []),
  );
  if (times.length === 0) return new Map();
  const found = yield* rows<ComparedRow>(
    `SELECT ${COMPARED_COLUMNS} FROM receipts r WHERE r.property_id = $1 AND r.received_at BETWEEN $2 AND $3
     ORDER BY r.received_at, r.receipt_id LIMIT $4`,
    propertyId,
    times.reduce((a, b) => Math.min(a, b)) - ARRIVES_WITHIN_MS,
    times.reduce((a, b) => Math.max(a, b)) + ARRIVES_WITHIN_MS,
    2 * sales.length,
  );
  return new Map(
    found.flatMap((receipt) =>
      receipt.uuid === null ? [] : [[receipt.uuid, comparedReceipt(receipt)]],
    ),
  );
}

/** The receipts that have claimed an identity, by its value. */
function* claimants(
  propertyId: string,
  kind: "uuid" | "fisc",
  wanted: readonly string[],
): Steps<Map<string, ComparedReceipt[]>> {
  const found = new Map<string, ComparedReceipt[]>();
  for (const values of chunks([...new Set(wanted)].sort())) {
    const receipts = yield* rows<ComparedRow & { value: string }>(
      `SELECT i.value, ${COMPARED_COLUMNS} FROM identities i
       JOIN receipts r ON r.property_id = i.property_id AND r.receipt_id = i.receipt_id
       WHERE i.property_id = $1 AND i.kind = '${kind}' AND i.value IN (${places(values.length, 1)})
       ORDER BY i.value, i.occurrence`,
      propertyId,
      ...values,
    );
    for (const receipt of receipts) {
      const compared = comparedReceipt(receipt);
      const known = found.get(receipt.value);
      if (known === undefined) found.set(receipt.value, [compared]);
      else known.push(compared);
    }
  }
  return found;
}

// Member by member: of millions, copying the rest of a row takes longer than all else that is done here.
export function comparedReceipt(row: ComparedRow): ComparedReceipt {
  return {
    receiptId: row.receiptId,
    uuid: row.uuid,
    fiscId: row.fiscId,
    receiptNumber: row.receiptNumber,
    businessLocationId: row.businessLocationId,
    closedAt: Number(row.closedAt),
    paid: {
      methods: paidBy(readPayments(row.payments).map(asPaid)),
      tax: row.tax,
    },
    stands: row.stands > 0n,
  };
}

function asPaid({
  methodCode,
  amount,
  gratuity,
}: ReturnType<typeof readPayments>[number]): PaidBy {
  return { methodCode, payments: amount, tips: gratuity };
}

/** Refused receipts that no receipt stands for, by uuid and fiscal id: one that waits before others. */
function* refusedOf(
  propertyId: string,
  sales: readonly ComparedSale[],
): Steps<Map<string, ComparedRefused>> {
  const found = new Map<string, ComparedRefused>();
  for (const [column, wanted] of [
    ["fisc_id", fiscIdsOf(sales.filter(({ uuid }) => uuid === null))],
    ["uuid", uuidsOf(sales)],
  ] as const)
    for (const values of chunks([...new Set(wanted)])) {
      const refused = yield* rows<
        Omit<ComparedRefused, "status"> & { value: string; status: string }
      >(
        `SELECT r.${column} AS value, r.refused_id AS "refusedId", (
           SELECT s.status FROM refused_states s WHERE s.property_id = r.property_id AND s.refused_id = r.refused_id
           ORDER BY s.state_no DESC LIMIT 1) AS status
         FROM refused_receipts r WHERE r.property_id = $1 AND r.${column} IN (${places(values.length, 1)})
         ORDER BY r.refused_id`,
        propertyId,
        ...values,
      );
      for (const { value, status, refusedId } of refused) {
        if (!isUnposted(status)) continue;
        if (found.get(value)?.status !== "open")
          found.set(value, { refusedId, status });
      }
    }
  return found;
}

function isUnposted(status: string): status is ComparedRefused["status"] {
  return status === "open" || status === "dismissed" || status === "superseded";
}

function uuidsOf(sales: readonly ComparedSale[]): string[] {
  return sales.flatMap(({ uuid }) => uuid ?? []);
}

function fiscIdsOf(sales: readonly ComparedSale[]): string[] {
  return sales.flatMap(({ fiscId }) => fiscId ?? []);
}
