/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessDate } from "./BusinessDate.ts";
import type { ComparedMethod } from "./ComparedMethod.ts";
import type { ComparedSums } from "./ComparedSums.ts";
import type { Instant } from "./Instant.ts";

/**
 * A bill that is not the same on both sides.
 */
export interface ReconciliationItem {
  /**
   * By what it is known in this reconciliation.
   */
  id: string;
  /**
   * What came of comparing: the same on both sides; only Lightspeed has it; only the receiver has it; payments or tips differ, or tax by more than a minor unit for each line; differs for a reason that is known; does not concern the receiver.
   */
  outcome:
    | "missing-here"
    | "missing-at-lightspeed"
    | "amount-differs"
    | "explained"
    | "ignored";
  /**
   * Why, where the outcome alone does not say it. recovered: it has been posted since, from the sale or because the till sent it after all (`receiptId`). refused: it waits for staff (`refusedId`), sent by the till or recovered. payments, tips, tax: what differs. payments-changed: corrected at Lightspeed. refund-here, dismissed: done by staff. voided-at-till: a refused bill that the till took back, or its void. sale-type, not-mirrored, before-go-live, nothing-changed: does not concern the receiver.
   */
  reason:
    | "recovered"
    | "refused"
    | "payments"
    | "tips"
    | "tax"
    | "payments-changed"
    | "refund-here"
    | "dismissed"
    | "voided-at-till"
    | "sale-type"
    | "not-mirrored"
    | "before-go-live"
    | "nothing-changed"
    | null;
  /**
   * The outlet.
   */
  businessLocationId: string;
  /**
   * The date on which it was closed.
   */
  businessDate: BusinessDate;
  /**
   * When it was closed; of a refund when it was made.
   */
  closedAt: Instant | null;
  /**
   * SALE, VOID, REFUND and so on, as Lightspeed calls it; null: Lightspeed has it not.
   */
  saleType: string | null;
  /**
   * As the till writes it.
   */
  uuid: string | null;
  /**
   * Its fiscal id.
   */
  fiscId: string | null;
  /**
   * The till's own number.
   */
  receiptNumber: string | null;
  /**
   * The receipt here.
   */
  receiptId: string | null;
  /**
   * The refused receipt here.
   */
  refusedId: string | null;
  /**
   * The refund here.
   */
  refundId: string | null;
  /**
   * What Lightspeed recorded.
   */
  lightspeed: ComparedSums;
  /**
   * What the receiver has.
   */
  here: ComparedSums;
  /**
   * What the receiver has more than Lightspeed.
   */
  difference: ComparedSums;
  /**
   * The same by payment method.
   */
  byPaymentMethod: ComparedMethod[];
}
