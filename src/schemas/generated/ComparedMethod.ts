/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { ComparedPayments } from "./ComparedPayments.ts";

/**
 * What was paid by one method.
 */
export interface ComparedMethod {
  /**
   * As the till calls it; IKPMS is a room charge.
   */
  methodCode: string;
  /**
   * What Lightspeed recorded.
   */
  lightspeed: ComparedPayments;
  /**
   * What the receiver has.
   */
  here: ComparedPayments;
  /**
   * What the receiver has more than Lightspeed.
   */
  difference: ComparedPayments;
}
