import type { Bill, Posting } from "../../folios/posting.ts";
import type { Decimal, Minor } from "../../money.ts";
import type {
  ReceiptKind,
  TotalledLine,
  TotalledPayment,
} from "../../receipts/receipt.ts";
import type { RefundView } from "./refunds.ts";

export interface ReceiptSummary {
  receiptId: bigint;
  receiptNumber: string | null;
  uuid: string | null;
  fiscId: string | null;
  businessLocationId: string;
  kind: ReceiptKind;
  gross: Minor;
  tax: Minor;
  tips: Minor;
  serviceCharge: Minor;
  businessDate: string;
  closedAt: number;
  receivedAt: number;
  flags: string[];
}

export interface ReceiptView extends ReceiptSummary {
  initialAccountId: string | null;
  bills: Pick<Bill, "folioId" | "amount" | "gratuity">[];
  lines: TotalledLine[];
  /** What may still be given back of each line, in their order. */
  refundable: { quantity: Decimal; amount: Minor }[];
  /** What was given back of it, at the till or here. */
  refunds: { refundId: bigint; status: RefundView["status"]; total: Minor }[];
  payments: TotalledPayment[];
  chain: { receiptId: bigint; kind: ReceiptKind }[];
  /** The receipt it reverses, if linked. */
  reverses: bigint | null;
}

export interface PostingView extends Posting {
  reverses: bigint | null;
  flags: string[];
}

export interface FolioView {
  folioId: string;
  balance: Minor;
  postings: PostingView[];
}
