/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { TillNumber } from "./TillNumber.ts";

/**
 * The service charge of the whole bill, sent with the feature SERVICE_CHARGE. Members that are not listed here are ignored.
 */
export interface ServiceCharge {
  /**
   * Total service charge in the currency of the business. Where the contributions of the lines add up to something else, this amount is the one that counts.
   */
  amount?: TillNumber;
  /**
   * UNTAXED: on top of the bill, outside tax. APPORTIONED: spread over the lines and taxed like them. The list is open.
   */
  type?: string | null;
}
