/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A payment of a refund in the Retail dialect; numbers are text.
 */
export interface RetailSalePayment {
  /**
   * Id of the refund.
   */
  saleID: string;
  /**
   * Negative.
   */
  amount: string;
  /**
   * As it was sent.
   */
  paymentTypeID: string;
  /**
   * As it was sent, or 0.
   */
  employeeID: string;
  /**
   * As it was sent, or 0.
   */
  registerID: string;
}
