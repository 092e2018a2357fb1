/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyLimit } from "./MoneyLimit.ts";
import type { MoneyText } from "./MoneyText.ts";

/**
 * A change to one reservation: its id and what changes. What is not named stays; creditLimit null takes the limit away. An id that was never seen makes a new reservation and then needs roomId, clientName and status too.
 */
export interface ReservationPatch {
  /**
   * Id in the hotel's system, without control characters and not beginning with house:, which is reserved. An opaque text: 001 is not 1.
   */
  reservationId: string;
  /**
   * Room identifier; empty or absent while no room is assigned.
   */
  roomId?: string;
  /**
   * Label of the room; without one the till is shown the roomId.
   */
  roomDescription?: string;
  /**
   * Full name of the guest.
   */
  clientName?: string;
  /**
   * Only in-house guests are found by a till and debited; a credit reaches any.
   */
  status?: "in-house" | "due-in" | "checked-out";
  /**
   * True refuses new debits.
   */
  blocked?: boolean;
  /**
   * What may be charged from the moment it is set; null or absent for no limit. A bill above it is accepted and flagged.
   */
  creditLimit?: MoneyLimit | null;
  /**
   * In answers: what may still be charged, tips not counted; 0.00 also where a manager has let more through; null for no limit. It is computed, so it is ignored when it comes back.
   */
  creditLeft?: MoneyText | null;
}
