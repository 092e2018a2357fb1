/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Instant } from "./Instant.ts";

/**
 * Who reposted or dismissed a refused bill, and when.
 */
export interface RefusedDecision {
  /**
   * Name of the management token.
   */
  by: string;
  at: Instant;
  /**
   * The reason given for a dismissal.
   */
  note: string | null;
}
