/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedId } from "./LightspeedId.ts";
import type { LightspeedInstant } from "./LightspeedInstant.ts";
import type { LightspeedSale } from "./LightspeedSale.ts";

/**
 * What the Financial API V1 answers for a range or a business day. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedFinancials {
  /**
   * Name of the business.
   */
  businessName?: string | null;
  /**
   * When the next business day begins, in local time with offset.
   */
  nextStartOfDayAsIso8601?: LightspeedInstant;
  /**
   * The business location.
   */
  businessLocationId?: LightspeedId;
  /**
   * The sales, in no certain order.
   */
  sales: LightspeedSale[];
  /**
   * Whether nothing is missing any more: the day is over and all tills have synchronised.
   */
  dataComplete?: boolean | null;
  /**
   * Account at which the next page begins.
   */
  nextPageToken?: string | null;
  /**
   * Addresses of this page and of the next.
   */
  _links?: {
    /**
     * This page.
     */
    self?: {
      /**
       * Address; only the token in it is used.
       */
      href?: string | null;
      /**
       * Whether it is a template.
       */
      templated?: boolean | null;
    } | null;
    /**
     * The next page; absent on the last.
     */
    nextPage?: {
      /**
       * Address; only the token in it is used.
       */
      href?: string | null;
      /**
       * Whether it is a template.
       */
      templated?: boolean | null;
    } | null;
  } | null;
}
