/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * What of which line of the sale, in the Retail dialect.
 */
export interface RetailRefundLine {
  /**
   * A line of the sale: lineId as the receipt shows it, such as 1, or {receiptId}.{lineId}, which no other sale has and is refused where the sale is another.
   */
  parentSaleLineID: string | number;
  /**
   * How many of it, negative, at most three decimals. Left out: the whole rest of the line.
   */
  unitQuantity?: string | number;
}
