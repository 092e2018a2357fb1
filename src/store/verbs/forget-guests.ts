import { places, rows, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { raiseDirectoryVersion } from "./change-reservations.ts";
import { lockProperties } from "./locks.ts";

const AT_ONCE = 500;

/**
 * Takes the names of guests out of the directory whose reservation was checked out, and not changed since, before an
 * instant (milliseconds UTC); a little at once. What they were charged stays under the id of their reservation. True
 * where there are more.
 */
export function* forgetGuests({ before }: { before: number }): Steps<boolean> {
  const toForget = "status = 'checked-out' AND client_name <> ''";
  const left = yield* rows<{ propertyId: string; reservationId: string }>(
    `SELECT property_id AS "propertyId", reservation_id AS "reservationId" FROM reservations
     WHERE ${toForget} AND changed_at < $1 ORDER BY changed_at LIMIT ${AT_ONCE}`,
    before,
  );
  const hotels = [...new Set(left.map(({ propertyId }) => propertyId))].sort();
  yield* lockProperties(hotels);
  for (const propertyId of hotels) {
    const ids = left
      .filter((guest) => guest.propertyId === propertyId)
      .map((guest) => guest.reservationId);
    // Who came back meanwhile stays known. What is put in brackets is no way to find them: the planner would go through all there are to forget.
    yield* run(
      `UPDATE reservations SET client_name = '', folded_name = ''
       WHERE property_id = $1 AND (${toForget} AND changed_at < $2) IS TRUE AND reservation_id IN (${places(ids.length, 2)})`,
      propertyId,
      before,
      ...ids,
    );
    yield* raiseDirectoryVersion(propertyId);
  }
  return left.length === AT_ONCE;
}
