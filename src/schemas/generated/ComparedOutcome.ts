/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { ComparedSums } from "./ComparedSums.ts";

/**
 * Bills of one outcome.
 */
export interface ComparedOutcome {
  /**
   * What came of comparing: the same on both sides; only Lightspeed has it; only the receiver has it; payments or tips differ, or tax by more than a minor unit for each line; differs for a reason that is known; does not concern the receiver.
   */
  outcome:
    | "matched"
    | "missing-here"
    | "missing-at-lightspeed"
    | "amount-differs"
    | "explained"
    | "ignored";
  /**
   * How many.
   */
  count: number;
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
}
