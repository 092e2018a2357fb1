/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Reservation } from "./Reservation.ts";

/**
 * The whole guest directory of a property. Guests who are absent from it are marked checked-out, never deleted.
 *
 * @maxItems 100000
 */
export type Reservations = Reservation[];
