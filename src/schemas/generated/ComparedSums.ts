/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyText } from "./MoneyText.ts";

/**
 * What bills come to.
 */
export interface ComparedSums {
  /**
   * What was paid, without tips.
   */
  payments: MoneyText;
  /**
   * Tips.
   */
  tips: MoneyText;
  /**
   * Tax in it. Lightspeed's tax has more decimals, and is rounded once for each sale.
   */
  tax: MoneyText;
}
