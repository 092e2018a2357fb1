import type {
  ReceiptHead,
  TotalledLine,
  TotalledPayment,
} from "../../receipts/receipt.ts";
import type { ReceiptSummary } from "./receipts.ts";

/** Which receipts of a business location, and how many of them. */
export interface SoldQuery {
  propertyId: string;
  businessLocationId: string;
  /** `closed`: from the first instant on and before the second, in milliseconds UTC. */
  period: { businessDate: string } | { closed: readonly [number, number] };
  /** Goes on after this one. */
  after: SoldMark | null;
  limit: number;
}

/** A place among them: those that came within a day of being closed are first, by when they came; the late ones follow. */
export interface SoldMark {
  late: boolean;
  at: bigint;
  receiptId: bigint;
}

/** A receipt as it was sold: its head, its lines and its payments. */
export interface SoldReceipt
  extends
    Omit<ReceiptSummary, "flags">,
    Omit<ReceiptHead, "businessExternalReference" | "closedAt"> {
  lines: TotalledLine[];
  payments: TotalledPayment[];
}

export interface SoldPage {
  receipts: SoldReceipt[];
  /** Null: there are no more. */
  next: SoldMark | null;
  /** The last business date that is closed for good; null: none. */
  lastClosedDate: string | null;
}
