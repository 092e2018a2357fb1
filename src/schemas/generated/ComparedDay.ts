/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessDate } from "./BusinessDate.ts";
import type { ComparedMethod } from "./ComparedMethod.ts";
import type { ComparedOutcome } from "./ComparedOutcome.ts";
import type { ComparedSums } from "./ComparedSums.ts";

/**
 * What bills of one business date come to.
 */
export interface ComparedDay {
  businessDate: BusinessDate;
  /**
   * Whether Lightspeed has said of every location that it has all of the date; null: it was not asked yet.
   */
  dataComplete: boolean | null;
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
}
