/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyText } from "./MoneyText.ts";

/**
 * The part of a receipt that one payer owes. Positive is a debit, negative a credit.
 */
export interface Bill {
  /**
   * The folio that owes it: a reservation, a house account or a clearing account.
   */
  folioId: string;
  /**
   * Without the tip, in the currency of the property.
   */
  amount: MoneyText;
  /**
   * The tip.
   */
  gratuity: MoneyText;
  /**
   * Amount plus tip.
   */
  total: MoneyText;
}
