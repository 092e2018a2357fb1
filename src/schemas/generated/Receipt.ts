/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Bill } from "./Bill.ts";
import type { MoneyText } from "./MoneyText.ts";
import type { ReceiptKind } from "./ReceiptKind.ts";
import type { ReceiptLine } from "./ReceiptLine.ts";
import type { ReceiptPayment } from "./ReceiptPayment.ts";
import type { ReceiptSummary } from "./ReceiptSummary.ts";

/**
 * One closed bill: what the till sent, what it came to, and what stands of it now. Amounts are in the currency of the property.
 */
export type Receipt = ReceiptSummary & {
  /**
   * Fiscal id of the first account of the chain, as sent.
   */
  initialAccountId: string | null;
  /**
   * ISO 4217 code of the currency of all amounts.
   */
  currency: string;
  /**
   * What each folio was charged; refunds are shown apart. Empty on a zero receipt.
   */
  bills: Bill[];
  /**
   * What was sold, in the order sent; lines that were made here come last.
   */
  lines: ReceiptLine[];
  /**
   * How it was paid.
   */
  payments: ReceiptPayment[];
  /**
   * All receipts with the same first account, this one included, oldest first.
   */
  chain: {
    /**
     * A receipt of the chain.
     */
    receiptId: string;
    kind: ReceiptKind;
  }[];
  /**
   * The receipt that this reversal takes back; null where none is linked.
   */
  reverses: string | null;
  /**
   * What was given back of it, whether at the till or here.
   */
  refunds: {
    /**
     * Id of the refund; of the receipt, where the till reversed it.
     */
    id: string;
    /**
     * reversed: it counts no more.
     */
    status: "posted" | "reversed";
    /**
     * With tax and tip, positive.
     */
    totalAmount: MoneyText;
  }[];
  /**
   * All that stands of its refunds, with tips; the till's included.
   */
  refundedAmount: MoneyText;
};
