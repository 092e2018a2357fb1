import type { LinkedPosting } from "../../folios/posting.ts";
import type { RefundableReceipt, StandingRefund } from "../../folios/refund.ts";
import type { ReceiptKind, TotalledLine } from "../../receipts/receipt.ts";
import { readLines } from "../documents.ts";
import {
  BILLS_AND_POSTINGS,
  IS_POSTING_OF_BILL,
  isReservedFrom,
  POSTING_COLUMNS,
  postingOf,
} from "../posting-rows.ts";
import type { PostingRow } from "../posting-rows.ts";
import { STANDING_REFUND_COLUMNS, standingRefundOf } from "../refund-rows.ts";
import type { StandingRefundRow } from "../refund-rows.ts";
import { chunks, places, row, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { takenBackReceipts } from "./standing-links.ts";

/** Refunds made here and not reversed, by the receipt they take back. */
export function* standingRefunds(
  propertyId: string,
  receiptIds: readonly bigint[],
): Steps<Map<bigint, StandingRefund[]>> {
  const standing = new Map<bigint, StandingRefund[]>();
  for (const ids of chunks(receiptIds)) {
    const found = yield* rows<StandingRefundRow>(
      `SELECT ${STANDING_REFUND_COLUMNS} FROM refunds f
       WHERE f.property_id = $1 AND f.receipt_id IN (${places(ids.length, 1)}) ORDER BY f.refund_id`,
      propertyId,
      ...ids,
    );
    for (const row of found.filter(({ status }) => status === "posted")) {
      const postings = yield* postingsFrom(propertyId, row);
      const own = standing.get(row.receiptId) ?? [];
      standing.set(row.receiptId, [...own, standingRefundOf(row, postings)]);
    }
  }
  return standing;
}

function* postingsFrom(
  propertyId: string,
  { receiptId, firstPostingId, postingCount }: StandingRefundRow,
): Steps<LinkedPosting[]> {
  const found = yield* rows<PostingRow>(
    `SELECT ${POSTING_COLUMNS} FROM postings p
     WHERE p.property_id = $1 AND ${isReservedFrom("$2", "$3")} AND p.receipt_id = $4 ORDER BY p.posting_id`,
    propertyId,
    firstPostingId,
    postingCount,
    receiptId,
  );
  return found.map(postingOf);
}

export interface FoundReceipt {
  receiptId: bigint;
  kind: ReceiptKind;
  businessLocationId: string;
  chainRoot: string | null;
  lines: TotalledLine[];
}

export function* findReceipt(
  propertyId: string,
  receiptId: bigint,
): Steps<FoundReceipt | null> {
  const found = yield* row<Omit<FoundReceipt, "lines"> & { lines: string }>(
    `SELECT receipt_id AS "receiptId", kind, business_location_id AS "businessLocationId", chain_root AS "chainRoot", lines
     FROM receipts WHERE property_id = $1 AND receipt_id = $2`,
    propertyId,
    receiptId,
  );
  return found === undefined
    ? null
    : { ...found, lines: readLines(found.lines) };
}

/** A receipt with all that was taken back of it. `chain`: the receipts of its chain. */
export function* refundableReceipt(
  propertyId: string,
  receipt: Pick<FoundReceipt, "receiptId" | "kind" | "lines">,
  chain: readonly { receiptId: bigint; kind: ReceiptKind }[],
): Steps<RefundableReceipt> {
  const { receiptId, kind, lines } = receipt;
  const reversalIds = chain
    .filter((member) => member.kind === "reversal")
    .map((member) => member.receiptId);
  const linked = yield* takenBackReceipts(propertyId, reversalIds);
  const own = reversalIds.filter((id) => linked.get(id) === receiptId);
  const refunds = yield* standingRefunds(propertyId, [receiptId]);
  return {
    kind,
    lines,
    postings: yield* postingsOf(propertyId, [receiptId]),
    reversals: yield* postingsOf(propertyId, own),
    refunds: refunds.get(receiptId) ?? [],
  };
}

/** Of receipts, without those of refunds made here. */
function* postingsOf(
  propertyId: string,
  receiptIds: readonly bigint[],
): Steps<LinkedPosting[]> {
  const postings: LinkedPosting[] = [];
  for (const ids of chunks(receiptIds)) {
    const found = yield* rows<PostingRow>(
      `SELECT ${POSTING_COLUMNS} FROM ${BILLS_AND_POSTINGS}
       WHERE b.property_id = $1 AND b.receipt_id IN (${places(ids.length, 1)}) AND b.cause <> 'refund'
         AND ${IS_POSTING_OF_BILL} ORDER BY p.posting_id`,
      propertyId,
      ...ids,
    );
    for (const posting of found) postings.push(postingOf(posting));
  }
  return postings;
}
