/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyText } from "./MoneyText.ts";
import type { RateText } from "./RateText.ts";

/**
 * The tax of one rate inside an amount.
 */
export interface TaxShare {
  /**
   * Rate in per cent.
   */
  rate: RateText;
  /**
   * Name of the tax at the till; empty where it sent none.
   */
  name: string;
  /**
   * Tax in the currency of the property.
   */
  amount: MoneyText;
}
