import { businessDateOf, nextDate } from "../../../properties/business-date.ts";
import { isClearingAccount } from "../../../properties/property.ts";
import { refundedHere, withoutSale } from "../../../reconciliation/compare.ts";
import type { Comparison, PaidBy } from "../../../reconciliation/comparison.ts";
import type {
  ComparedScope,
  ReconciliationRef,
} from "../../../reconciliation/run.ts";
import { paidBy } from "../../../reconciliation/sides.ts";
import { instantsOf } from "../../../reconciliation/stages.ts";
import { ROOM_CHARGE } from "../../../receipts/receipt.ts";
import { isReservedFrom } from "../../posting-rows.ts";
import { chunks, places, rows } from "../../steps.ts";
import type { Steps } from "../../steps.ts";
import { COMPARED_COLUMNS, comparedReceipt } from "./find-receipts.ts";
import type { ComparedRow } from "./find-receipts.ts";
import { keepComparisons } from "./keep-comparisons.ts";

/** The last row of a page: its date and id. */
type Place = [businessDate: string, id: string];

/** What a page came to; null: that was the last. */
export interface PageCompared {
  next: Place | null;
  read: number;
}

const RECEIPTS_AT_ONCE = 1_000;
/** A bill is booked on its own date or, where that was closed, on the next open one. */
const BOOKED_LATER_DAYS = 7;

/** Receipts of the dates that no sale was found for. */
export function* compareReceipts(
  ref: ReconciliationRef,
  scope: ComparedScope,
  position: unknown,
): Steps<PageCompared> {
  const { propertyId, reconciliationId } = ref;
  const [bookedOn, lastId] = placeOf(position, scope);
  // Answered by two indexes alone: nearly all have their sale.
  const found = yield* rows<{
    receiptId: bigint;
    bookedOn: string;
    matchedBy: string | null;
  }>(
    `SELECT r.business_date AS "bookedOn", r.receipt_id AS "receiptId", m.item_key AS "matchedBy"
     FROM receipts r LEFT JOIN reconciliation_matches m
       ON m.property_id = r.property_id AND m.reconciliation_id = $2 AND m.receipt_id = r.receipt_id
     WHERE r.property_id = $1 AND (r.business_date, r.receipt_id) > ($3, $4) AND r.business_date <= $5
     ORDER BY r.business_date, r.receipt_id LIMIT ${RECEIPTS_AT_ONCE}`,
    propertyId,
    reconciliationId,
    bookedOn,
    lastId,
    lastBookingDate(scope),
  );
  const alone = found.filter(({ matchedBy }) => matchedBy === null);
  yield* keepComparisons(ref, yield* withoutSales(propertyId, scope, alone));
  const last = found.at(-1);
  const isLast = last === undefined || found.length < RECEIPTS_AT_ONCE;
  return {
    next: isLast ? null : [last.bookedOn, String(last.receiptId)],
    read: found.length,
  };
}

function* withoutSales(
  propertyId: string,
  scope: ComparedScope,
  alone: readonly { receiptId: bigint }[],
): Steps<Comparison[]> {
  const compared: Comparison[] = [];
  for (const some of chunks(alone)) {
    const ids = some.map(({ receiptId }) => receiptId);
    const found = yield* rows<ComparedRow>(
      `SELECT ${COMPARED_COLUMNS} FROM receipts r WHERE r.property_id = $1 AND r.receipt_id IN (${places(ids.length, 1)})
       ORDER BY r.receipt_id`,
      propertyId,
      ...ids,
    );
    compared.push(...found.flatMap((receipt) => ofDates(scope, receipt)));
  }
  return compared;
}

/** One that is booked on these dates may be of an earlier one. */
function ofDates(
  { range, rules, locations }: ComparedScope,
  row: ComparedRow,
): Comparison[] {
  const receipt = comparedReceipt(row);
  const { closedAt, businessLocationId } = receipt;
  const { fromAt, toAt } = instantsOf(range, rules);
  if (closedAt < fromAt || closedAt >= toAt) return [];
  const location = locations.find(
    (each) => each.businessLocationId === businessLocationId,
  );
  if (location === undefined) return [];
  return [withoutSale(receipt, location, businessDateOf(closedAt, rules))];
}

const REFUNDS_AT_ONCE = 100;

/** Refunds made here that stand. */
export function* compareRefunds(
  ref: ReconciliationRef,
  scope: ComparedScope,
  position: unknown,
): Steps<PageCompared> {
  const [lastDate, lastId] = placeOf(position, scope);
  const found = yield* rows<RefundRow>(
    `SELECT f.refund_id AS "refundId", f.receipt_id AS "receiptId", f.business_location_id AS "businessLocationId",
       f.business_date AS "businessDate", f.created_at AS "createdAt", f.first_posting_id AS "firstPostingId",
       f.posting_count AS "postingCount", coalesce((SELECT s.status FROM refund_states s
         WHERE s.property_id = f.property_id AND s.refund_id = f.refund_id ORDER BY s.state_no DESC LIMIT 1), 'posted') AS status
     FROM refunds f WHERE f.property_id = $1 AND (f.business_date, f.refund_id) > ($2, $3) AND f.business_date <= $4
     ORDER BY f.business_date, f.refund_id LIMIT ${REFUNDS_AT_ONCE}`,
    ref.propertyId,
    lastDate,
    lastId,
    scope.range.to,
  );
  const ids = new Set(scope.locations.map((each) => each.businessLocationId));
  const compared: Comparison[] = [];
  for (const refund of found)
    if (refund.status === "posted" && ids.has(refund.businessLocationId))
      compared.push(yield* givenBack(ref.propertyId, refund));
  yield* keepComparisons(ref, compared);
  const last = found.at(-1);
  const isLast = last === undefined || found.length < REFUNDS_AT_ONCE;
  return {
    next: isLast ? null : [last.businessDate, String(last.refundId)],
    read: 0,
  };
}

interface RefundRow {
  refundId: bigint;
  receiptId: bigint;
  businessLocationId: string;
  businessDate: string;
  createdAt: bigint;
  firstPostingId: bigint;
  postingCount: bigint;
  status: string;
}

interface GivenBack {
  folioId: string;
  kind: string;
  methodCode: string | null;
  gross: bigint;
  tax: bigint;
}

function* givenBack(propertyId: string, refund: RefundRow): Steps<Comparison> {
  const {
    firstPostingId,
    postingCount,
    createdAt,
    status: _,
    ...known
  } = refund;
  const postings = yield* rows<GivenBack>(
    `SELECT folio_id AS "folioId", kind, method_code AS "methodCode", gross, tax FROM postings
     WHERE property_id = $1 AND ${isReservedFrom("$2", "$3", "posting_id")} ORDER BY posting_id`,
    propertyId,
    firstPostingId,
    postingCount,
  );
  const tax = postings.reduce((sum, posting) => sum + posting.tax, 0n);
  const here = { methods: paidBy(postings.flatMap(paidBack)), tax };
  return refundedHere({ ...known, createdAt: Number(createdAt), here });
}

/** A guest's folio is a room charge's; a clearing account says by its payments how money went back, tips among them. */
function paidBack({ folioId, kind, methodCode, gross }: GivenBack): PaidBy[] {
  if (kind === "payment")
    return [{ methodCode: methodCode ?? "", payments: -gross, tips: 0n }];
  if (isClearingAccount(folioId)) return [];
  return kind === "gratuity"
    ? [{ methodCode: ROOM_CHARGE, payments: 0n, tips: gross }]
    : [{ methodCode: ROOM_CHARGE, payments: gross, tips: 0n }];
}

function placeOf(
  position: unknown,
  { range }: ComparedScope,
): [string, bigint] {
  if (position === null) return [range.from, 0n];
  const [date, id] = position as Place;
  return [date, BigInt(id)];
}

function lastBookingDate({ range }: ComparedScope): string {
  let date = range.to;
  for (let days = 0; days < BOOKED_LATER_DAYS; days++) date = nextDate(date);
  return date;
}
