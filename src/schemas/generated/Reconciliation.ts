/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessDate } from "./BusinessDate.ts";
import type { ComparedCounts } from "./ComparedCounts.ts";
import type { ComparedDay } from "./ComparedDay.ts";
import type { ComparedTotals } from "./ComparedTotals.ts";
import type { Instant } from "./Instant.ts";

/**
 * A comparison of what Lightspeed recorded with what the receiver has. Amounts are in the currency of the property; a difference is what the receiver has more. While it runs, what has been compared so far.
 */
export interface Reconciliation {
  /**
   * Its id.
   */
  id: string;
  /**
   * The first business date.
   */
  from: BusinessDate;
  /**
   * The last one.
   */
  to: BusinessDate;
  /**
   * complete: through, and Lightspeed has all of every date. incomplete: through, but more may come, or an outlet could not be read (`failure`). failed: no outlet could be read, `failure` says why; nothing goes on by itself.
   */
  status: "running" | "complete" | "incomplete" | "failed";
  /**
   * Why it failed, or which outlets could not be read and why, and what to do.
   */
  failure: string | null;
  /**
   * True: it only compares. False: what is missing here is recovered.
   */
  dryRun: boolean;
  /**
   * The token or command that asked for it; null: the schedule.
   */
  startedBy: string | null;
  startedAt: Instant;
  /**
   * When it was through.
   */
  finishedAt: Instant | null;
  counts: ComparedCounts;
  /**
   * Sales that were compared.
   */
  salesRead: number;
  /**
   * Receipts that were looked at for such as Lightspeed has not.
   */
  receiptsRead: number;
  /**
   * ISO 4217.
   */
  currency: string;
  totals: ComparedTotals;
  /**
   * Each date on which there is anything, and each that Lightspeed was asked about.
   */
  days: ComparedDay[];
}
