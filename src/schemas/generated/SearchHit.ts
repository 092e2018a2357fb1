/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * One reservation or house account that a bill may be charged to. The till shows it to the waiter and sends its reservationId back in the payment.
 */
export interface SearchHit {
  /**
   * Room identifier; letters are allowed. For an account without a room it is the account.
   */
  roomId: string;
  /**
   * Label of the room; repeats roomId where the hotel has none.
   */
  roomDescription: string;
  /**
   * Name of the guest or of the account.
   */
  clientName: string;
  /**
   * What a charge names, an opaque text.
   */
  reservationId: string;
  /**
   * What may still be charged, in the currency of the business, never below 0. Left out where there is no limit.
   */
  creditLimit?: number;
  /**
   * True stops a room charge at the till.
   */
  blocked: boolean;
}
