import type { Decimal, Minor } from "../money.ts";
import type {
  ReceiptKind,
  TaxPart,
  TotalledLine,
} from "../receipts/receipt.ts";
import type { LinkedPosting } from "./posting.ts";

/** What was asked for: the rest of some lines, quantities, amounts; or one amount of the whole receipt; or all its rest. */
export type RefundKind = "full" | "line" | "quantity" | "amount" | "tip";

/** What a refund takes of one posting of the sale, with that posting's sign. */
export interface RefundPart {
  postingId: bigint;
  gross: Minor;
  taxes: TaxPart[];
  /** Null where the posting is shared, such as a discount: as much as of its money. */
  quantity: Decimal | null;
}

/** What a refund takes of one line of the sale, with its share of discounts, service charge and balances. */
export interface RefundLine {
  lineNo: number;
  description: string;
  /** Null: an amount of money, not a quantity. */
  quantity: Decimal | null;
  gross: Minor;
  taxes: TaxPart[];
  /** The share of discounts that it gives back less, with tax. */
  discount: Minor;
  parts: RefundPart[];
}

/** A refund made here that has not been reversed. */
export interface StandingRefund {
  refundId: bigint;
  /** Settled outside: on no guest folio, and nothing the receiver could take back. */
  external: boolean;
  /** How often its state has changed. */
  stateNo: number;
  overRefunded: Minor;
  /** With the tip. */
  total: Minor;
  lines: RefundLine[];
  /** Each names the posting of the sale that it takes back. */
  postings: LinkedPosting[];
}

/** A receipt with all that was taken back of it. */
export interface RefundableReceipt {
  kind: ReceiptKind;
  lines: readonly TotalledLine[];
  /** Its own, without those of refunds. */
  postings: readonly LinkedPosting[];
  /** Of the reversals allotted to it. */
  reversals: readonly LinkedPosting[];
  /** Made here and not reversed. */
  refunds: readonly StandingRefund[];
}

/** A refund to be kept. Amounts are positive. */
export interface NewRefund {
  refundId: bigint;
  receiptId: bigint;
  kind: RefundKind;
  businessLocationId: string;
  businessDate: string;
  totals: RefundTotals;
  external: boolean;
  reason: string | null;
  externalKey: string | null;
  lines: RefundLine[];
  firstPostingId: bigint;
  postingCount: number;
  /** Milliseconds UTC. */
  createdAt: number;
}

export interface RefundTotals {
  totalDiscount: Minor;
  /** Hundredths of a percent. */
  discountPercentage: bigint;
  /** After discount, before tax; with the tip. */
  subTotal: Minor;
  taxAmount: Minor;
  totalAmount: Minor;
  tipAmount: Minor;
}

/** What has become of a refund. */
export interface RefundChange {
  refundId: bigint;
  stateNo: number;
  status: "posted" | "reversed";
  overRefunded: Minor;
}
