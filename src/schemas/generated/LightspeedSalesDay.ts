/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedInstant } from "./LightspeedInstant.ts";
import type { LightspeedSale } from "./LightspeedSale.ts";

/**
 * What the Financial API V2 answers for a business day, without pages. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedSalesDay {
  /**
   * The sales.
   */
  sales: LightspeedSale[];
  /**
   * When the next business day begins, in local time with offset.
   */
  nextStartOfDayAsIso8601?: LightspeedInstant;
  /**
   * Whether nothing is missing any more: the day is over and all tills have synchronised.
   */
  dataComplete?: boolean | null;
}
