/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyText } from "./MoneyText.ts";

/**
 * What was paid by a method.
 */
export interface ComparedPayments {
  /**
   * Without tips.
   */
  payments: MoneyText;
  /**
   * Tips.
   */
  tips: MoneyText;
}
