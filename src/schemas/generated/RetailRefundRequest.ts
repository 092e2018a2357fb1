/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { RetailRefundLine } from "./RetailRefundLine.ts";
import type { RetailRefundPayment } from "./RetailRefundPayment.ts";

/**
 * Asks for a refund in the dialect of Lightspeed Retail (R-Series). Numbers and booleans may be text, a list of one may be its member.
 */
export interface RetailRefundRequest {
  /**
   * Told in the answer.
   */
  employeeID?: string | number;
  /**
   * Told in the answer.
   */
  registerID?: string | number;
  /**
   * Told in the answer.
   */
  shopID?: string | number;
  /**
   * True, also where it is left out: a refund is made complete or not at all.
   */
  completed?: true | "true";
  /**
   * What of which line; each line once. Without it the whole rest of the sale.
   */
  SaleLines?: {
    /**
     * One line or several.
     */
    SaleLine: RetailRefundLine | RetailRefundLine[];
  };
  /**
   * Payments that sum to what the refund comes to.
   */
  SalePayments: {
    /**
     * One payment or several.
     */
    SalePayment: RetailRefundPayment | RetailRefundPayment[];
  };
}
