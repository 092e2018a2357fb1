import { idOf } from "../numbers.ts";
import {
  REFUSED_COLUMNS,
  refusedViewOf,
  reservationsOf,
} from "../refused-rows.ts";
import type { RefusedRow } from "../refused-rows.ts";
import type {
  RefusedGuest,
  RefusedView,
} from "../contract/refused-receipts.ts";
import { chunks, places, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { standingFlagNames } from "./standing-flags.ts";

export function* getRefused(
  propertyId: string,
  reference: string,
): Steps<RefusedView | null> {
  const id = idOf(reference);
  if (id === null) return null;
  const found = yield* rows<RefusedRow>(
    `SELECT ${REFUSED_COLUMNS} FROM refused_receipts r WHERE r.property_id = $1 AND r.refused_id = $2`,
    propertyId,
    id,
  );
  return (yield* refusedViews(propertyId, found))[0] ?? null;
}

/** With what stands about them. */
export function* refusedViews(
  propertyId: string,
  refused: readonly RefusedRow[],
): Steps<RefusedView[]> {
  const ids = refused.map((row) => row.refusedId);
  const flags = yield* standingFlagNames(propertyId, ids);
  const guests = yield* readGuests(propertyId, refused.flatMap(reservationsOf));
  return refused.map((row) =>
    refusedViewOf(row, { flags: flags.get(row.refusedId) ?? [], guests }),
  );
}

type GuestRow = Omit<RefusedGuest, "blocked"> & { blocked: bigint };

/** A reservation comes before a house account of the same name. */
export function* readGuests(
  propertyId: string,
  named: readonly string[],
): Steps<Map<string, RefusedGuest>> {
  const guests = new Map<string, RefusedGuest>();
  for (const ids of chunks([...new Set(named)])) {
    const found = yield* rows<GuestRow>(
      `SELECT folio_id AS "reservationId", name AS "clientName", NULL AS "roomId",
         CASE retired WHEN 0 THEN 'in-house' ELSE 'checked-out' END AS status, blocked FROM house_accounts
       WHERE property_id = $1 AND folio_id IN (${places(ids.length, 1)})
       UNION ALL SELECT reservation_id, client_name, room_id, status, blocked FROM reservations
       WHERE property_id = $1 AND reservation_id IN (${places(ids.length, 1)})`,
      propertyId,
      ...ids,
    );
    for (const guest of found)
      guests.set(guest.reservationId, {
        ...guest,
        blocked: guest.blocked === 1n,
      });
  }
  return guests;
}
