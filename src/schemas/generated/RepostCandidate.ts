/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Instant } from "./Instant.ts";

/**
 * A guest who may be whose a refused bill is that names no reservation: in house when it was closed, as far as the directory tells.
 */
export interface RepostCandidate {
  /**
   * What `folioId` of a repost takes.
   */
  reservationId: string;
  /**
   * The guest's name.
   */
  clientName: string;
  /**
   * The room; null where it is a house account by now.
   */
  roomId: string | null;
  /**
   * As it is now: who was in house may have left since.
   */
  status: "in-house" | "due-in" | "checked-out";
  /**
   * True: a till may not charge it.
   */
  blocked: boolean;
  /**
   * Why, the strongest sign first. same-table, same-waiter, same-device: an earlier bill of the guest from the same outlet, of the three days before. in-house: the directory has the guest in house at that time. The list is open.
   */
  because: string[];
  /**
   * When the last of those bills was closed; null where there is none.
   */
  lastBillAt: Instant | null;
}
