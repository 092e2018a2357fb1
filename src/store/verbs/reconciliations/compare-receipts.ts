import { businessDateOf } from "../../../properties/business-date.ts";
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

/** What a page came to; `next` null: that was the last. */
export interface PageCompared {
  next: unknown;
  read: number;
}

const RECEIPTS_AT_ONCE = 1_000;
const DAY_MS = 86_400_000;

/** The last receipt of a page. Those that came within a day of being closed are first, by when they came. */
interface ReceiptMark {
  late: boolean;
  /** When it came or, of one that came late, was closed; milliseconds UTC. */
  at: number;
  receiptId: string;
}

/**
 * Receipts closed on the dates that no sale was found for, on whatever date they are booked. No index has all receipts by
 * when they were closed: a till's clock is at most a day ahead, and those that came more than a day late have their own.
 */
export function* compareReceipts(
  ref: ReconciliationRef,
  scope: ComparedScope,
  position: unknown,
): Steps<PageCompared> {
  const { fromAt } = instantsOf(scope.range, scope.rules);
  const { until } = scope;
  const mark = markOf(position) ?? {
    late: false,
    at: fromAt - DAY_MS,
    receiptId: "0",
  };
  // Answered by two indexes alone: nearly all have their sale.
  const found = mark.late
    ? yield* receiptsBy(
        ref,
        mark,
        "r.closed_at",
        "r.received_at > r.closed_at + 86400000 AND r.received_at > $5 AND r.closed_at < $6",
        [until + DAY_MS, until],
      )
    : yield* receiptsBy(ref, mark, "r.received_at", "r.received_at <= $5", [
        until + DAY_MS,
      ]);
  const alone = found.filter(({ matchedBy }) => matchedBy === null);
  const compared = yield* withoutSales(ref.propertyId, scope, alone);
  yield* keepComparisons(ref, compared);
  return {
    next: nextMark(mark, found, fromAt),
    read: found.length - alone.length + compared.length,
  };
}

interface FoundReceipt {
  at: bigint;
  receiptId: bigint;
  matchedBy: string | null;
}

function* receiptsBy(
  { propertyId, reconciliationId }: ReconciliationRef,
  { at, receiptId }: ReceiptMark,
  by: string,
  which: string,
  values: number[],
): Steps<FoundReceipt[]> {
  return yield* rows<FoundReceipt>(
    `SELECT ${by} AS "at", r.receipt_id AS "receiptId", m.item_key AS "matchedBy"
     FROM receipts r LEFT JOIN reconciliation_matches m
       ON m.property_id = r.property_id AND m.reconciliation_id = $2 AND m.receipt_id = r.receipt_id
     WHERE r.property_id = $1 AND (${by}, r.receipt_id) > ($3, $4) AND ${which}
     ORDER BY ${by}, r.receipt_id LIMIT ${RECEIPTS_AT_ONCE}`,
    propertyId,
    reconciliationId,
    at,
    BigInt(receiptId),
    ...values,
  );
}

function nextMark(
  { late }: ReceiptMark,
  found: readonly FoundReceipt[],
  fromAt: number,
): ReceiptMark | null {
  const last = found.at(-1);
  if (last !== undefined && found.length === RECEIPTS_AT_ONCE)
    return { late, at: Number(last.at), receiptId: String(last.receiptId) };
  return late ? null : { late: true, at: fromAt, receiptId: "0" };
}

/** Null: at the beginning, also where another version of this program was at it. */
function markOf(position: unknown): ReceiptMark | null {
  return typeof position === "object" && position !== null && "late" in position
    ? (position as ReceiptMark)
    : null;
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

/** One that came on these dates may have been closed on another. */
function ofDates(
  { range, rules, until, locations }: ComparedScope,
  row: ComparedRow,
): Comparison[] {
  const receipt = comparedReceipt(row);
  const { closedAt, businessLocationId } = receipt;
  const { fromAt } = instantsOf(range, rules);
  if (closedAt < fromAt || closedAt >= until) return [];
  const location = locations.find(
    (each) => each.businessLocationId === businessLocationId,
  );
  if (location === undefined) return [];
  return [withoutSale(receipt, location, businessDateOf(closedAt, rules))];
}

const REFUNDS_AT_ONCE = 100;

/** The last refund of a page. */
type RefundPlace = [businessDate: string, id: string];

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
  const [date, id] = position as RefundPlace;
  return [date, BigInt(id)];
}
