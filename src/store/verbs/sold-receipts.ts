import { readLines, readPayments } from "../documents.ts";
import { RECEIPT_COLUMNS } from "../receipt-rows.ts";
import type { ReceiptRow } from "../receipt-rows.ts";
import type {
  SoldMark,
  SoldPage,
  SoldQuery,
  SoldReceipt,
} from "../contract/sold-receipts.ts";
import type { SqlValue } from "../sql-value.ts";
import { rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { readProperty } from "./properties.ts";

const DAY_MS = 86_400_000;
const COLUMNS = `${RECEIPT_COLUMNS}, r.initial_account_id AS "initialAccountId", r.opened_at AS "openedAt",
  r.table_name AS "tableName", r.covers, r.device_id AS "deviceId", r.owner_id AS "ownerId", r.owner_name AS "ownerName",
  r.revenue_center_id AS "revenueCenterId", r.revenue_center_name AS "revenueCenterName", r.lines, r.payments`;

type Row = ReceiptRow &
  Omit<SoldReceipt, keyof ReceiptRow | "openedAt" | "lines" | "payments"> & {
    openedAt: bigint | null;
    lines: string;
    payments: string;
  };

/**
 * What takes back a bill that was refused posts nothing, or was taken off its folios when that was refused after it: nothing
 * was sold by it. Of a bill that is moved a counterpart stands beside it.
 */
const POSTED = `EXISTS (SELECT 1 FROM bills b WHERE b.property_id = r.property_id AND b.receipt_id = r.receipt_id
  AND (r.kind <> 'reversal' OR EXISTS (
    SELECT 1 FROM bills s WHERE s.property_id = r.property_id AND s.receipt_id = r.receipt_id
    GROUP BY s.folio_id, s.reservation_id HAVING sum(s.amount) <> 0 OR sum(s.gratuity) <> 0 OR count(*) % 2 = 1)))`;

/** Receipts of a business location that posted something, by its business date, or by when they were closed; a page of them. */
export function* soldReceipts(query: SoldQuery): Steps<SoldPage> {
  const stored = yield* readProperty(query.propertyId);
  const found =
    "businessDate" in query.period
      ? yield* ofDate(query, query.period.businessDate)
      : yield* closedWithin(query, query.period.closed);
  const more = found.length > query.limit;
  const page = more ? found.slice(0, query.limit) : found;
  return {
    receipts: page.map(({ row }) => ({
      ...row,
      openedAt: row.openedAt === null ? null : Number(row.openedAt),
      closedAt: Number(row.closedAt),
      receivedAt: Number(row.receivedAt),
      lines: readLines(row.lines),
      payments: readPayments(row.payments),
    })),
    next: more ? page.at(-1)!.mark : null,
    lastClosedDate: stored?.lastClosedDate ?? null,
  };
}

interface Found {
  row: Row;
  mark: SoldMark;
}

function* ofDate(query: SoldQuery, businessDate: string): Steps<Found[]> {
  const found = yield* rows<Row>(
    `SELECT ${COLUMNS} FROM receipts r WHERE r.property_id = $1 AND r.business_date = $2 AND r.business_location_id = $3
       AND r.receipt_id > $4 AND ${POSTED} ORDER BY r.receipt_id LIMIT ${query.limit + 1}`,
    query.propertyId,
    businessDate,
    query.businessLocationId,
    query.after?.receiptId ?? 0n,
  );
  return found.map((row) => ({
    row,
    mark: { late: false, at: 0n, receiptId: row.receiptId },
  }));
}

/**
 * By when they were received, since no index has all receipts by when they were closed: a till's clock is at most a day
 * ahead, and those that came more than a day late have an index of their own.
 */
function* closedWithin(
  query: SoldQuery,
  [from, to]: readonly [number, number],
): Steps<Found[]> {
  const { after, limit, propertyId, businessLocationId } = query;
  const inTime =
    after?.late === true
      ? []
      : yield* page("r.received_at", "r.received_at <= $7", limit + 1, [
          ...[propertyId, businessLocationId, from, to],
          ...[after?.at ?? BigInt(from - DAY_MS), after?.receiptId ?? 0n],
          to + DAY_MS,
        ]);
  const left = limit + 1 - inTime.length;
  const late =
    left === 0
      ? []
      : yield* page(
          "r.closed_at",
          "r.received_at > r.closed_at + 86400000 AND r.received_at > $7",
          left,
          [
            ...[propertyId, businessLocationId, from, to],
            ...(after?.late === true
              ? [after.at, after.receiptId]
              : [BigInt(from), 0n]),
            to + DAY_MS,
          ],
        );
  const marked = (late: boolean, at: (row: Row) => bigint) => (row: Row) => ({
    row,
    mark: { late, at: at(row), receiptId: row.receiptId },
  });
  return [
    ...inTime.map(marked(false, (row) => row.receivedAt)),
    ...late.map(marked(true, (row) => row.closedAt)),
  ];
}

function* page(
  by: string,
  which: string,
  limit: number,
  values: SqlValue[],
): Steps<Row[]> {
  return yield* rows<Row>(
    `SELECT ${COLUMNS} FROM receipts r WHERE r.property_id = $1 AND r.business_location_id = $2
       AND r.closed_at >= $3 AND r.closed_at < $4 AND (${by}, r.receipt_id) > ($5, $6) AND ${which} AND ${POSTED}
     ORDER BY ${by}, r.receipt_id LIMIT ${limit}`,
    ...values,
  );
}
