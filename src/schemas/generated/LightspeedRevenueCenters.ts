/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedRevenueCenter } from "./LightspeedRevenueCenter.ts";

/**
 * The revenue centers of a business location: a list, or one alone in older answers. Source: Lightspeed K-Series PMS provider API; members that are not listed here are ignored.
 */
export type LightspeedRevenueCenters =
  LightspeedRevenueCenter[] | LightspeedRevenueCenter;
