/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessDate } from "./BusinessDate.ts";

/**
 * Asks for a comparison with what Lightspeed recorded: of one business date, or of all from one to another, both among them, at most 366.
 */
export interface ReconciliationRequest {
  /**
   * The only date.
   */
  businessDate?: BusinessDate;
  /**
   * The first date.
   */
  from?: BusinessDate;
  /**
   * The last date.
   */
  to?: BusinessDate;
  /**
   * True: only compare. Else what is missing here is recovered.
   */
  dryRun?: boolean;
}
