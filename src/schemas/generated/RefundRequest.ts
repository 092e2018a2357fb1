/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * Asks for a refund: of some lines, each by quantity, by amount, or the rest of it; of one amount of the whole receipt; of all that is left of it; of a tip. Amounts and quantities are positive, as decimal text or as numbers that JSON keeps exactly.
 */
export interface RefundRequest {
  /**
   * The sale, by our id.
   */
  receiptId: string;
  /**
   * Why, for people; needed where an amount is refunded. Without markup.
   */
  reason?: string;
  /**
   * What of which line; each line once. Without it the whole receipt is meant.
   *
   * @minItems 1
   * @maxItems 500
   *
   * Items: The rest of a line, or a quantity of it, or an amount.
   */
  lines?: {
    /**
     * A line of the receipt, as the receipt shows it.
     */
    lineId: string;
    /**
     * How many of it, at most three decimals.
     */
    quantity?: string | number;
    /**
     * How much of it, with tax, in the currency of the property.
     */
    amount?: string | number;
  }[];
  /**
   * How much of the whole receipt, with tax and without tips; divided by what is left of each line.
   */
  amount?: string | number;
  /**
   * How much of the tip: never refunded unless it is asked for.
   */
  tip?: string | number;
  /**
   * Only from what stands on this folio; else every folio bears its part.
   */
  folioId?: string;
  /**
   * Settled outside: credits no guest's folio. Needed for receipts that are on no guest's folio, and for guests who have checked out.
   */
  external?: boolean;
}
