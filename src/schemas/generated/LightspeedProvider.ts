/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedId } from "./LightspeedId.ts";

/**
 * A PMS as it is registered for one business location. Lightspeed answers its key in clear text. Source: Lightspeed K-Series PMS provider API; members that are not listed here are ignored.
 */
export interface LightspeedProvider {
  /**
   * Id of the registration.
   */
  id: LightspeedId;
  /**
   * Name that staff see.
   */
  name?: string | null;
  /**
   * Key that tills send.
   */
  apiKey?: string | null;
  /**
   * The business location.
   */
  businessLocationId?: LightspeedId;
  /**
   * Address below which /search and /charge are.
   */
  endpoint?: string | null;
  /**
   * Features by name; unknown ones may come.
   */
  features?: (string | null)[] | null;
}
