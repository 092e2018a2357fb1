import type { ReceiptSummary } from "./contract/receipts.ts";

/** Columns of a receipt `r`. */
export const RECEIPT_COLUMNS = `r.receipt_id AS "receiptId", r.receipt_number AS "receiptNumber", r.uuid,
  r.fisc_id AS "fiscId", r.business_location_id AS "businessLocationId", r.kind, r.gross, r.tax, r.tips,
  r.service_charge AS "serviceCharge", r.business_date AS "businessDate", r.closed_at AS "closedAt",
  r.received_at AS "receivedAt"`;

export interface ReceiptRow extends Omit<
  ReceiptSummary,
  "closedAt" | "receivedAt" | "flags"
> {
  closedAt: bigint;
  receivedAt: bigint;
}

/** With what only one receipt at a time is shown with. */
export interface WholeReceiptRow extends ReceiptRow {
  initialAccountId: string | null;
  lines: string;
  payments: string;
  chainRoot: string | null;
}

export function summaryOf(row: ReceiptRow, flags: string[]): ReceiptSummary {
  return {
    ...row,
    closedAt: Number(row.closedAt),
    receivedAt: Number(row.receivedAt),
    flags,
  };
}
