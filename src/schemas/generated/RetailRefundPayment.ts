/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * How it is paid back, in the Retail dialect. It is told in the answer and moves no money.
 */
export interface RetailRefundPayment {
  /**
   * Negative, in the currency of the property. Left out, of a single payment: what the refund comes to.
   */
  amount?: string | number;
  /**
   * The type of payment of the client.
   */
  paymentTypeID: string | number;
}
