/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { ComparedLocation } from "./ComparedLocation.ts";
import type { ComparedMethod } from "./ComparedMethod.ts";
import type { ComparedOutcome } from "./ComparedOutcome.ts";
import type { ComparedSums } from "./ComparedSums.ts";

/**
 * What all bills come to.
 */
export interface ComparedTotals {
  /**
   * What Lightspeed recorded.
   */
  lightspeed: ComparedSums;
  /**
   * What the receiver has.
   */
  here: ComparedSums;
  /**
   * What the receiver has more than Lightspeed.
   */
  difference: ComparedSums;
  /**
   * All bills by outcome: differences of the items and, of tax alone, of those that match.
   */
  byOutcome: ComparedOutcome[];
  /**
   * The same bills by payment method.
   */
  byPaymentMethod: ComparedMethod[];
  /**
   * The same by business location.
   */
  byLocation: ComparedLocation[];
}
