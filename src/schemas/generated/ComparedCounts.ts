/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * How many bills came to what.
 */
export interface ComparedCounts {
  /**
   * The same on both sides.
   */
  matched: number;
  /**
   * Only Lightspeed has them.
   */
  missingHere: number;
  /**
   * Only the receiver has them.
   */
  missingAtLightspeed: number;
  /**
   * Payments, tips or tax differ.
   */
  amountDiffers: number;
  /**
   * They differ for a reason that is known.
   */
  explained: number;
  /**
   * They do not concern the receiver.
   */
  ignored: number;
}
