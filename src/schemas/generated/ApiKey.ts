/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Instant } from "./Instant.ts";

/**
 * An API key of a business location as far as it can be shown. The key itself is kept as a digest only. Two keys of a location may be valid at once, so that a till can change over without a gap.
 */
export interface ApiKey {
  /**
   * Id of the key, not the key.
   */
  id: string;
  /**
   * Name for people.
   */
  name: string;
  /**
   * The outlet whose tills use it.
   */
  businessLocationId: string;
  /**
   * When it was issued.
   */
  createdAt: Instant;
  /**
   * Since when it is refused; null while it is valid.
   */
  revokedAt: Instant | null;
}
