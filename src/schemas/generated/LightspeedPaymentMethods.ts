/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedId } from "./LightspeedId.ts";

/**
 * The payment methods of a business location. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedPaymentMethods {
  /**
   * What was found; absent where nothing was.
   */
  _embedded?: {
    /**
     * The list.
     */
    paymentMethodList?:
      | {
          /**
           * Name.
           */
          name?: string | null;
          /**
           * Code; IKPMS is the room charge.
           */
          code?: string | null;
          /**
           * Reference in the books.
           */
          accountingReference?: string | null;
          /**
           * Id.
           */
          pmId?: LightspeedId;
        }[]
      | null;
  } | null;
}
