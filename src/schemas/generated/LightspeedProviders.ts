/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedProvider } from "./LightspeedProvider.ts";

/**
 * The registrations that the OAuth client made. Source: Lightspeed K-Series PMS provider API; members that are not listed here are ignored.
 */
export type LightspeedProviders = LightspeedProvider[];
