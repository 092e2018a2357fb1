import type { Decimal, Minor } from "../money.ts";
import type { LineKind, TaxPart } from "../receipts/receipt.ts";

export type PostingKind = LineKind | "transfer" | "gratuity" | "payment";

/** One line on a folio; never changed or deleted. Debits are positive, payments and credits negative. */
export interface Posting {
  postingId: bigint;
  receiptId: bigint;
  folioId: string;
  kind: PostingKind;
  /** The receipt's line it is a part of; null for transfer, gratuity and payment. */
  lineNo: number | null;
  description: string;
  quantity: Decimal;
  /** `gross` = `net` + Σ `taxes`. */
  net: Minor;
  tax: Minor;
  gross: Minor;
  taxes: TaxPart[];
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
  /** Milliseconds UTC. */
  postedAt: number;
}

/** A posting as it is linked now. */
export interface LinkedPosting extends Posting {
  /** The posting it takes back. */
  reverses: bigint | null;
}

/** A posting of a chain member. */
export interface StandingPosting extends LinkedPosting {
  /** The reservation of the bill it is a part of. */
  reservationId: string | null;
}

/**
 * Why a bill stands: sent by the till, put there by a person after it was refused, its credit moved to the folio on
 * which a late original stands, or given back here (and put back on the folio where that refund was reversed).
 */
export type BillCause = "charge" | "repost" | "move" | "refund";

/** A bill with which its receipt came into the books; the others change what stands of it. */
export function isFirstPosting(cause: BillCause): boolean {
  return cause === "charge" || cause === "repost";
}

/** The part of a receipt that one payer owes, on one folio. What stands on a folio is the sum of its bills. */
export interface Bill {
  receiptId: bigint;
  folioId: string;
  cause: BillCause;
  /** The reservation the till named, wherever it was put; null for all that is no room charge. */
  reservationId: string | null;
  /** Without the tip. */
  amount: Minor;
  gratuity: Minor;
  firstPostingId: bigint;
  postingCount: number;
}
