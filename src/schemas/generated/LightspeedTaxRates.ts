/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedDecimal } from "./LightspeedDecimal.ts";

/**
 * The tax rates of a business location. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedTaxRates {
  /**
   * What was found; absent where nothing was.
   */
  _embedded?: {
    /**
     * The list.
     */
    taxRateList?:
      | {
          /**
           * Code of the rate.
           */
          code?: string | null;
          /**
           * Name of the rate.
           */
          description?: string | null;
          /**
           * Multiplier: 1.2 is twenty per cent.
           */
          rate?: LightspeedDecimal;
          /**
           * Whether prices contain it.
           */
          taxIncluded?: boolean | null;
          /**
           * Reference in the books.
           */
          accountingReference?: string | null;
        }[]
      | null;
  } | null;
}
