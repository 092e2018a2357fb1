/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A reservation that a refused bill names, as the directory has it now.
 */
export interface RefusedGuest {
  /**
   * As sent.
   */
  reservationId: string;
  /**
   * The guest's name, or that of a house account.
   */
  clientName: string;
  /**
   * The room; null for a house account.
   */
  roomId: string | null;
  /**
   * A house account that the hotel has no more is checked-out.
   */
  status: "in-house" | "due-in" | "checked-out";
  /**
   * True: a till may not charge it.
   */
  blocked: boolean;
}
