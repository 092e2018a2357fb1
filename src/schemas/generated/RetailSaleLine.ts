/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A line of a refund in the Retail dialect; numbers are text.
 */
export interface RetailSaleLine {
  /**
   * {saleID}.{number of the line in the refund}: no line of a sale.
   */
  saleLineID: string;
  /**
   * Id of the refund.
   */
  saleID: string;
  /**
   * The line of the sale that is given back, as it was sent; where no lines were, {receiptId}.{lineId}.
   */
  parentSaleLineID: string;
  /**
   * Negative.
   */
  unitQuantity: string;
  /**
   * Of one piece, with tax, before discounts.
   */
  unitPrice: string;
  /**
   * Its share of discounts.
   */
  calcLineDiscount: string;
  /**
   * Before discounts, without tax.
   */
  calcSubtotal: string;
  /**
   * All tax.
   */
  calcTax1: string;
  /**
   * Always 0.
   */
  calcTax2: string;
  /**
   * With discounts and tax.
   */
  calcTotal: string;
}
