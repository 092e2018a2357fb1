/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedId } from "./LightspeedId.ts";

/**
 * The businesses that a grant covers, with their business locations. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedBusinesses {
  /**
   * What was found; absent where nothing was.
   */
  _embedded?: {
    /**
     * The list.
     */
    businessList?:
      | {
          /**
           * Name of the business.
           */
          businessName?: string | null;
          /**
           * Id of the business.
           */
          businessId?: LightspeedId;
          /**
           * ISO 4217 code.
           */
          currencyCode?: string | null;
          /**
           * Its locations, at most 500.
           */
          businessLocations?:
            | {
                /**
                 * Name of the location.
                 */
                blName?: string | null;
                /**
                 * Id of the location.
                 */
                blID?: LightspeedId;
                /**
                 * ISO 3166 code.
                 */
                country?: string | null;
                /**
                 * IANA zone.
                 */
                timezone?: string | null;
              }[]
            | null;
        }[]
      | null;
  } | null;
}
