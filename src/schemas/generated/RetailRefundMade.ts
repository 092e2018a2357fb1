/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { RetailSaleLine } from "./RetailSaleLine.ts";
import type { RetailSalePayment } from "./RetailSalePayment.ts";

/**
 * A refund as a completed sale in the Retail dialect: numbers and booleans are text, 0 is no reference.
 */
export interface RetailRefundMade {
  /**
   * The refund.
   */
  Sale: {
    /**
     * Id of the refund.
     */
    saleID: string;
    /**
     * When it was made.
     */
    timeStamp: string;
    /**
     * Always true.
     */
    completed: "true";
    /**
     * As it was sent, or 0.
     */
    employeeID: string;
    /**
     * As it was sent, or 0.
     */
    registerID: string;
    /**
     * As it was sent, or 0.
     */
    shopID: string;
    /**
     * Before discounts, without tax.
     */
    calcSubtotal: string;
    /**
     * Discounts in it.
     */
    calcDiscount: string;
    /**
     * All tax.
     */
    calcTax1: string;
    /**
     * Always 0.
     */
    calcTax2: string;
    /**
     * What was given back, below 0.
     */
    calcTotal: string;
    /**
     * The same.
     */
    total: string;
    /**
     * Nothing is left open.
     */
    balance: "0";
    /**
     * What was given back.
     */
    SaleLines: {
      /**
       * One as an object, several as an array.
       */
      SaleLine: RetailSaleLine | RetailSaleLine[];
    };
    /**
     * How it was paid back.
     */
    SalePayments: {
      /**
       * One as an object, several as an array.
       */
      SalePayment: RetailSalePayment | RetailSalePayment[];
    };
  };
}
