/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedAccountingGroup } from "./LightspeedAccountingGroup.ts";

/**
 * The accounting groups of a business location. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedAccountingGroups {
  /**
   * What was found; absent where nothing was.
   */
  _embedded?: {
    /**
     * The list.
     */
    accountingGroupList?: LightspeedAccountingGroup[] | null;
  } | null;
}
