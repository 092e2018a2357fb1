/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { ReservationPatch } from "./ReservationPatch.ts";

/**
 * Changes to the guest directory, merged by reservationId and applied together or not at all.
 *
 * @maxItems 100000
 */
export type ReservationPatches = ReservationPatch[];
