/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * Where a refused bill goes. Empty: each room charge to the reservation it names. folioId and folioIds exclude each other; what was not a room charge stays on the clearing account.
 */
export interface RepostRequest {
  /**
   * One folio for all room charges of the bill: a reservation, a named house account, or the outlet's clearing account (house:<businessLocationId>), where they are booked and left unsettled.
   */
  folioId?: string;
  /**
   * A folio by reservation as sent, or by the key of a room charge that names none (unnamedCharges); the empty name is all of these that are not given apart. What is not in it goes to the reservation it names.
   */
  folioIds?: {
    [k: string]: string;
  };
  /**
   * True: both are meant, though a bill with the same lines is there for the same guest, minutes apart.
   */
  confirmDouble?: boolean;
}
