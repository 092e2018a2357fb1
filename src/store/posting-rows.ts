import { ID_STEP } from "../folios/charge-decision.ts";
import { formatDecimal, parseDecimal } from "../money.ts";
import type {
  Posting,
  PostingKind,
  StandingPosting,
} from "../folios/posting.ts";
import type { SqlValue } from "./sql-value.ts";
import { readTaxes, writeTaxes } from "./documents.ts";

/** Columns of a posting `p`, with the posting it takes back as linked now. */
export const POSTING_COLUMNS = `
  p.posting_id AS "postingId", p.receipt_id AS "receiptId", p.folio_id AS "folioId", p.kind, p.line_no AS "lineNo",
  p.description, p.quantity, p.net, p.tax, p.gross, p.taxes, p.transaction_code AS "transactionCode", p.sku,
  p.accounting_group_id AS "accountingGroupId", p.accounting_group_name AS "accountingGroupName",
  p.business_location_id AS "businessLocationId", p.revenue_center_id AS "revenueCenterId", p.staff_id AS "staffId",
  p.method_code AS "methodCode", p.method_name AS "methodName", p.exact_gross AS "exactGross",
  p.business_date AS "businessDate", p.posted_at AS "postedAt",
  (SELECT CASE l.action WHEN 'linked' THEN l.to_id END FROM links l
   WHERE l.property_id = p.property_id AND l.kind = 'reverses-posting' AND l.from_id = p.posting_id
   ORDER BY l.link_id DESC LIMIT 1) AS reverses`;

/** Columns of a posting `p` of a chain member, with its bill `b`. */
export const MEMBER_POSTING_COLUMNS = `${POSTING_COLUMNS}, b.reservation_id AS "reservationId"`;

/**
 * Bills `b` and postings `p`, of which a condition leaves each bill's own. CROSS has SQLite begin with the bills: of many
 * receipts it would else rather read all postings there are.
 */
export const BILLS_AND_POSTINGS = "bills b CROSS JOIN postings p";
/** That an id is one of so many that were reserved together, as `isReservedIn` has it. */
export function isReservedFrom(
  first: string,
  count: string,
  id = "p.posting_id",
): string {
  return `${id} >= ${first} AND ${id} < ${first} + ${count} * ${ID_STEP} AND (${id} - ${first}) % ${ID_STEP} = 0`;
}

/** By the ids that the bill names. */
export const IS_POSTING_OF_BILL = `p.property_id = b.property_id AND p.receipt_id = b.receipt_id
  AND ${isReservedFrom("b.first_posting_id", "b.posting_count")}`;

/** The postings of one receipt; without those of refunds. */
export const POSTINGS_OF_RECEIPT = `
  SELECT ${MEMBER_POSTING_COLUMNS} FROM ${BILLS_AND_POSTINGS}
  WHERE b.property_id = ? AND b.receipt_id = ? AND b.cause <> 'refund' AND ${IS_POSTING_OF_BILL} ORDER BY p.posting_id`;

export interface PostingRow {
  postingId: bigint;
  receiptId: bigint;
  folioId: string;
  kind: PostingKind;
  lineNo: bigint | null;
  description: string;
  quantity: string;
  net: bigint;
  tax: bigint;
  gross: bigint;
  taxes: string;
  transactionCode: string | null;
  sku: string | null;
  accountingGroupId: string | null;
  accountingGroupName: string | null;
  businessLocationId: string;
  revenueCenterId: string | null;
  staffId: string | null;
  methodCode: string | null;
  methodName: string | null;
  exactGross: string | null;
  businessDate: string;
  postedAt: bigint;
  reverses: bigint | null;
}

export type MemberPostingRow = PostingRow &
  Pick<StandingPosting, "reservationId">;

export function memberPostingOf(row: MemberPostingRow): StandingPosting {
  const { reservationId, ...posting } = row;
  return { ...postingOf(posting), reservationId };
}

export function postingOf(
  row: PostingRow,
): Posting & { reverses: bigint | null } {
  return {
    ...row,
    lineNo: row.lineNo === null ? null : Number(row.lineNo),
    quantity: parseDecimal(row.quantity) ?? 0n,
    taxes: readTaxes(row.taxes),
    postedAt: Number(row.postedAt),
  };
}

/** In the order of the columns in `CHARGE_TABLES`. */
export function postingRow(propertyId: string, posting: Posting): SqlValue[] {
  return [
    propertyId,
    posting.postingId,
    posting.receiptId,
    posting.folioId,
    posting.kind,
    posting.lineNo,
    posting.description,
    formatDecimal(posting.quantity),
    posting.net,
    posting.tax,
    posting.gross,
    writeTaxes(posting.taxes),
    posting.transactionCode,
    posting.sku,
    posting.accountingGroupId,
    posting.accountingGroupName,
    posting.businessLocationId,
    posting.revenueCenterId,
    posting.staffId,
    posting.methodCode,
    posting.methodName,
    posting.exactGross,
    posting.businessDate,
    posting.postedAt,
  ];
}

/** Causes of bills with which receipts came into the books, as `isFirstPosting` has it. */
export const FIRST_POSTINGS = "('charge', 'repost')";
