/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedId } from "./LightspeedId.ts";

/**
 * An accounting group: what a hotel maps to its transaction codes. The same id in all locations of a business. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedAccountingGroup {
  /**
   * Id of the group; the groupId of a charge.
   */
  accountingGroupId?: LightspeedId;
  /**
   * Name of the group.
   */
  name?: string | null;
  /**
   * Statistic group it belongs to.
   */
  statisticGroup?: string | null;
  /**
   * Code that the hotel gave it.
   */
  code?: string | null;
}
