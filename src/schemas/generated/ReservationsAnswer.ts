/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * What a change of the guest directory did, as numbers of reservations.
 */
export interface ReservationsAnswer {
  counts: {
    /**
     * Seen for the first time.
     */
    created: number;
    /**
     * Known before, something is different now; those checked out are among them.
     */
    changed: number;
    /**
     * Known before, nothing is different.
     */
    unchanged: number;
    /**
     * Of those, how many are checked out now and were not before: named so, or absent from a PUT.
     */
    checkedOut: number;
  };
}
