/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyText } from "./MoneyText.ts";

/**
 * A tender of a receipt, in whole minor units.
 */
export interface ReceiptPayment {
  /**
   * Code of the method; IKPMS is a room charge.
   */
  methodCode: string;
  /**
   * Name of the method.
   */
  methodName: string;
  /**
   * The reservation as the till named it.
   */
  reservationId: string | null;
  /**
   * Without the tip.
   */
  amount: MoneyText;
  /**
   * The tip.
   */
  gratuity: MoneyText;
}
