import type {
  NewRefund,
  RefundKind,
  RefundLine,
  RefundTotals,
  StandingRefund,
} from "../folios/refund.ts";
import type { LinkedPosting } from "../folios/posting.ts";
import { readExactly, writeExactly } from "./documents.ts";
import { BILLS_AND_POSTINGS, IS_POSTING_OF_BILL } from "./posting-rows.ts";
import type { SqlValue } from "./sql-value.ts";

/** The latest state of refund `f`; one without is posted. */
const latest = (column: string, otherwise: string): string =>
  `coalesce((SELECT s.${column} FROM refund_states s WHERE s.property_id = f.property_id AND s.refund_id = f.refund_id
    ORDER BY s.state_no DESC LIMIT 1), ${otherwise})`;

const REFUND_STATE = {
  status: latest("status", "'posted'"),
  stateNo: latest("state_no", "0"),
  overRefunded: latest("over_refunded", "0"),
};

/** Columns of a refund `f` made here, as far as the rest of its receipt depends on it. */
export const STANDING_REFUND_COLUMNS = `f.refund_id AS "refundId", f.receipt_id AS "receiptId", f.external,
  f.total_amount AS total, f.lines, f.first_posting_id AS "firstPostingId", f.posting_count AS "postingCount",
  ${REFUND_STATE.status} AS status, ${REFUND_STATE.stateNo} AS "stateNo", ${REFUND_STATE.overRefunded} AS "overRefunded"`;

export interface StandingRefundRow {
  refundId: bigint;
  receiptId: bigint;
  external: bigint;
  total: bigint;
  lines: string;
  firstPostingId: bigint;
  postingCount: bigint;
  status: "posted" | "reversed";
  stateNo: bigint;
  overRefunded: bigint;
}

export function standingRefundOf(
  row: StandingRefundRow,
  postings: LinkedPosting[],
): StandingRefund {
  return {
    refundId: row.refundId,
    external: row.external === 1n,
    stateNo: Number(row.stateNo),
    overRefunded: row.overRefunded,
    total: row.total,
    lines: readRefundLines(row.lines),
    postings,
  };
}

export function readRefundLines(text: string): RefundLine[] {
  return readExactly(text) as RefundLine[];
}

export const REFUND_TABLE_COLUMNS =
  "property_id, refund_id, receipt_id, kind, business_location_id, business_date, total_discount, discount_percentage, " +
  "sub_total, tax_amount, total_amount, tip_amount, external, reason, external_key, lines, first_posting_id, " +
  "posting_count, created_at";

/** In the order of `REFUND_TABLE_COLUMNS`. */
export function refundRow(propertyId: string, refund: NewRefund): SqlValue[] {
  const { totals } = refund;
  return [
    propertyId,
    refund.refundId,
    refund.receiptId,
    refund.kind,
    refund.businessLocationId,
    refund.businessDate,
    totals.totalDiscount,
    totals.discountPercentage,
    totals.subTotal,
    totals.taxAmount,
    totals.totalAmount,
    totals.tipAmount,
    refund.external ? 1 : 0,
    refund.reason,
    refund.externalKey,
    writeExactly(refund.lines),
    refund.firstPostingId,
    refund.postingCount,
    refund.createdAt,
  ];
}

/** Discounts in a reversal `r` of the till; what it gives back less for them is positive. */
const DISCOUNT_OF_REVERSAL = `coalesce((SELECT CAST(sum(p.gross) AS bigint) FROM ${BILLS_AND_POSTINGS}
  WHERE b.property_id = r.property_id AND b.receipt_id = r.receipt_id AND ${IS_POSTING_OF_BILL} AND p.kind = 'discount'), 0)`;

/** All refunds: those made here and the reversals of the till, of which each is a refund. */
export const REFUNDS = `(
  SELECT f.property_id, f.refund_id, 'here' AS origin, f.receipt_id, f.kind, f.business_location_id, f.business_date,
    f.total_discount, f.discount_percentage, f.sub_total, f.tax_amount, f.total_amount, f.tip_amount, f.external,
    f.reason, f.external_key, f.lines, f.first_posting_id, f.posting_count, f.created_at,
    ${latest("at", "f.created_at")} AS modified_at, ${REFUND_STATE.status} AS status,
    ${REFUND_STATE.overRefunded} AS over_refunded
  FROM refunds f
  UNION ALL
  SELECT r.property_id, r.receipt_id, 'till', NULL, NULL, r.business_location_id, r.business_date,
    ${DISCOUNT_OF_REVERSAL}, NULL, r.tax - r.gross - r.tips, -r.tax, -r.gross - r.tips, -r.tips, 0,
    NULL, r.idempotency_key, NULL, NULL, 0, r.received_at, r.received_at, 'posted', 0
  FROM receipts r WHERE r.kind = 'reversal'
) f`;

/** Of what it would have come to without discount; rounded half up. */
const WITHOUT_DISCOUNT = "(f.total_amount - f.tip_amount + f.total_discount)";
export const DISCOUNT_PERCENTAGE = `coalesce(f.discount_percentage,
  CASE WHEN f.total_discount > 0 AND ${WITHOUT_DISCOUNT} > 0
    THEN (20000 * f.total_discount + ${WITHOUT_DISCOUNT}) / (2 * ${WITHOUT_DISCOUNT}) ELSE 0 END)`;

/** Columns of a refund `f` of all. */
export const REFUND_COLUMNS = `f.refund_id AS "refundId", f.origin, f.receipt_id AS "receiptId", f.kind,
  f.business_location_id AS "businessLocationId", f.business_date AS "postedDate", f.total_discount AS "totalDiscount",
  ${DISCOUNT_PERCENTAGE} AS "discountPercentage", f.sub_total AS "subTotal", f.tax_amount AS "taxAmount",
  f.total_amount AS "totalAmount", f.tip_amount AS "tipAmount", f.external, f.reason, f.external_key AS "externalKey",
  f.lines, f.first_posting_id AS "firstPostingId", f.posting_count AS "postingCount", f.created_at AS "createdAt",
  f.modified_at AS "modifiedAt", f.status, f.over_refunded AS "overRefunded"`;

export interface RefundRow extends RefundTotals {
  refundId: bigint;
  origin: "here" | "till";
  /** Null of the till's, as are kind, lines and the first posting. */
  receiptId: bigint | null;
  kind: RefundKind | null;
  businessLocationId: string;
  postedDate: string;
  external: bigint;
  reason: string | null;
  externalKey: string | null;
  lines: string | null;
  firstPostingId: bigint | null;
  postingCount: bigint;
  createdAt: bigint;
  modifiedAt: bigint;
  status: "posted" | "reversed";
  overRefunded: bigint;
}
