/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedId } from "./LightspeedId.ts";

/**
 * A revenue center: a configuration of tills in a location. Source: Lightspeed K-Series PMS provider API; members that are not listed here are ignored.
 */
export interface LightspeedRevenueCenter {
  /**
   * Id.
   */
  id?: LightspeedId;
  /**
   * Name.
   */
  name?: string | null;
}
