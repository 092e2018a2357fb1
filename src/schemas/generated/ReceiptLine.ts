/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyText } from "./MoneyText.ts";
import type { QuantityText } from "./QuantityText.ts";
import type { TaxShare } from "./TaxShare.ts";

/**
 * A line of a receipt in whole minor units: what was sold, and the lines that service charge, rounding and differences make. Over a receipt the grosses equal the payments.
 */
export interface ReceiptLine {
  /**
   * Id of the line inside its receipt.
   */
  lineId: string;
  /**
   * What kind of line it is. A negative item is something taken back, not a discount.
   */
  kind:
    | "item"
    | "discount"
    | "surcharge"
    | "service-charge"
    | "rounding"
    | "difference";
  /**
   * As on the receipt.
   */
  description: string;
  /**
   * As the till sent it.
   */
  quantity: QuantityText;
  /**
   * Gross less tax.
   */
  net: MoneyText;
  /**
   * Sum of taxes.
   */
  tax: MoneyText;
  /**
   * With tax.
   */
  gross: MoneyText;
  /**
   * The tax by rate.
   */
  taxes: TaxShare[];
  /**
   * Article number of the till.
   */
  sku: string | null;
  /**
   * Accounting group at Lightspeed.
   */
  accountingGroupId: string | null;
  /**
   * Its name.
   */
  accountingGroupName: string | null;
  /**
   * What of the line has not been taken back yet, after its share of discounts.
   */
  refundable: {
    /**
     * Pieces left.
     */
    quantity: QuantityText;
    /**
     * Money left, with tax.
     */
    amount: MoneyText;
  };
}
