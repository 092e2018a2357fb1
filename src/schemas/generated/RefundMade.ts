/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyText } from "./MoneyText.ts";
import type { QuantityText } from "./QuantityText.ts";
import type { Refund } from "./Refund.ts";

/**
 * A refund as it was made, with what is left now. A repeat with the same Idempotency-Key gets the same.
 */
export type RefundMade = Refund & {
  /**
   * What may still be given back of the sale.
   */
  remaining: {
    /**
     * Of all lines, with tax.
     */
    amount: MoneyText;
    /**
     * Of the tip.
     */
    tip: MoneyText;
    /**
     * Of each line.
     */
    lines: {
      /**
       * The line.
       */
      lineId: string;
      /**
       * As much as the money left pays for.
       */
      quantity: QuantityText;
      /**
       * With tax.
       */
      amount: MoneyText;
    }[];
  };
  /**
   * Of the guests' folios it is on, after it.
   */
  balances: {
    /**
     * The folio.
     */
    folioId: string;
    /**
     * Its balance.
     */
    balance: MoneyText;
  }[];
  /**
   * What people should know of it.
   */
  notice: string;
};
