/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { SearchHit } from "./SearchHit.ts";

/**
 * Answer of a search by a till. Several reservations can share a room; there is one entry for each, at most 50, the exact room first. Source: PMS search of Lightspeed K-Series.
 */
export interface SearchAnswer {
  /**
   * True when the look-up worked, also if nobody was found.
   */
  success: boolean;
  /**
   * Filled when success is false, else empty.
   */
  errorMessage: string | null;
  /**
   * Guests in house and searchable house accounts.
   *
   * @maxItems 50
   */
  reservations: SearchHit[];
}
