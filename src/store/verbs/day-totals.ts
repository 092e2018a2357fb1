import { DayTotals } from "../../night-audit/day-totals.ts";
import type { DayPosting, DaySum } from "../../night-audit/day-totals.ts";
import type { ReceiptKind } from "../../receipts/receipt.ts";
import { readLines, readTaxes } from "../documents.ts";
import { FIRST_POSTINGS, IS_POSTING_OF_BILL } from "../posting-rows.ts";
import { row, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";

/**
 * What a business date comes to. Its sums are taken as they were added up while bills were taken, if they count every
 * posting and receipt there is; else, where an older version posted too, it is counted anew.
 */
export function* dayTotals(
  propertyId: string,
  businessDate: string,
): Steps<DayTotals> {
  const totals = new DayTotals();
  totals.addAll(
    yield* rows<DaySum>(
      `SELECT section, name, CAST(sum(times) AS bigint) AS times, CAST(sum(net) AS bigint) AS net,
         CAST(sum(tax) AS bigint) AS tax, CAST(sum(gross) AS bigint) AS gross FROM day_totals
       WHERE property_id = $1 AND business_date = $2 GROUP BY section, name`,
      propertyId,
      businessDate,
    ),
  );
  const there = yield* row<{ postings: bigint; receipts: bigint }>(
    `SELECT (SELECT count(*) FROM postings p WHERE p.property_id = $1 AND p.business_date = $2) AS postings,
       (SELECT count(*) FROM receipts r WHERE r.property_id = $1 AND r.business_date = $2) AS receipts`,
    propertyId,
    businessDate,
  );
  const isWhole =
    countOf(totals, "kind") === there!.postings &&
    countOf(totals, "receipt") === there!.receipts &&
    totals.tellsUnsettled();
  return isWhole ? totals : yield* countDay(propertyId, businessDate);
}

function countOf(totals: DayTotals, section: DaySum["section"]): bigint {
  return totals.of(section).reduce((count, { times }) => count + times, 0n);
}

const POSTINGS_AT_ONCE = 2_000;
const RECEIPTS_AT_ONCE = 500;

/** The same from the postings and receipts themselves. */
export function* countDay(
  propertyId: string,
  businessDate: string,
): Steps<DayTotals> {
  const totals = new DayTotals();
  yield* countPostings(totals, propertyId, businessDate);
  yield* countReceipts(totals, propertyId, businessDate);
  return totals;
}

type CountedPosting = Omit<DayPosting, "taxes"> & {
  postedAt: bigint;
  taxes: string;
  isRefund: bigint;
};

function* countPostings(
  totals: DayTotals,
  propertyId: string,
  businessDate: string,
): Steps<void> {
  for (let last = { postedAt: 0n, postingId: 0n }; ;) {
    const found = yield* rows<CountedPosting>(
      `SELECT p.posting_id AS "postingId", p.posted_at AS "postedAt", p.kind, p.folio_id AS "folioId", p.net, p.tax, p.gross, p.taxes,
         p.transaction_code AS "transactionCode", p.business_location_id AS "businessLocationId",
         p.method_code AS "methodCode", p.method_name AS "methodName", CAST(CASE WHEN r.kind = 'sale' AND NOT EXISTS (
           SELECT 1 FROM bills b WHERE ${IS_POSTING_OF_BILL} AND b.cause NOT IN ${FIRST_POSTINGS}) THEN 0 ELSE 1 END AS bigint) AS "isRefund"
       FROM postings p JOIN receipts r ON r.property_id = p.property_id AND r.receipt_id = p.receipt_id
       WHERE p.property_id = $1 AND p.business_date = $2 AND (p.posted_at, p.posting_id) > ($3, $4)
       ORDER BY p.posted_at, p.posting_id LIMIT ${POSTINGS_AT_ONCE}`,
      propertyId,
      businessDate,
      last.postedAt,
      last.postingId,
    );
    for (const { isRefund, taxes, ...posting } of found)
      totals.addPosting(
        { ...posting, taxes: readTaxes(taxes) },
        isRefund === 1n,
      );
    if (found.length < POSTINGS_AT_ONCE) return;
    last = found.at(-1)!;
  }
}

interface CountedReceipt {
  receiptId: bigint;
  kind: ReceiptKind;
  lines: string;
  bills: bigint;
}

function* countReceipts(
  totals: DayTotals,
  propertyId: string,
  businessDate: string,
): Steps<void> {
  for (let last = 0n; ;) {
    const found = yield* rows<CountedReceipt>(
      `SELECT r.receipt_id AS "receiptId", r.kind, r.lines, (SELECT count(*) FROM bills b
         WHERE b.property_id = r.property_id AND b.receipt_id = r.receipt_id AND b.cause IN ${FIRST_POSTINGS}) AS bills
       FROM receipts r WHERE r.property_id = $1 AND r.business_date = $2 AND r.receipt_id > $3
       ORDER BY r.receipt_id LIMIT ${RECEIPTS_AT_ONCE}`,
      propertyId,
      businessDate,
      last,
    );
    for (const { kind, lines, bills } of found)
      totals.addReceipt({
        kind,
        lines: readLines(lines),
        isPosted: bills > 0n,
      });
    if (found.length < RECEIPTS_AT_ONCE) return;
    last = found.at(-1)!.receiptId;
  }
}
