/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedSale } from "./LightspeedSale.ts";

/**
 * What the Financial API V2 answers for a range, sorted by timeClosed. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedSalesPage {
  /**
   * The sales.
   */
  sales: LightspeedSale[];
  /**
   * Token of the next page, opaque; null or absent on the last.
   */
  nextPageToken?: string | null;
}
