import type { Minor } from "../money.ts";
import { readLimit } from "../properties/read-settings.ts";
import type { Fault } from "../schemas/schema.ts";
import type {
  Reservation as ReservationDocument,
  ReservationPatch as PatchDocument,
} from "../schemas/generated.ts";
import type { Reservation } from "./reservation.ts";

/** A reservation in full, with defaults for what is absent; money that does not fit is added to `faults`. */
export function readReservation(
  document: ReservationDocument,
  currency: string,
  pointer: string,
  faults: Fault[],
): Reservation {
  return {
    reservationId: document.reservationId,
    roomId: document.roomId ?? "",
    roomDescription: document.roomDescription ?? "",
    clientName: document.clientName,
    status: document.status ?? "in-house",
    blocked: document.blocked ?? false,
    creditLimit: readLimit(
      document.creditLimit,
      currency,
      `${pointer}/creditLimit`,
      faults,
    ),
  };
}

/** A change to one reservation: the id and the members that were given. */
export type ReservationChange = Pick<Reservation, "reservationId"> &
  Partial<Omit<Reservation, "reservationId">>;

/** What a patch changes and nothing else; money that does not fit is added to `faults`. */
export function readReservationChange(
  document: PatchDocument,
  currency: string,
  pointer: string,
  faults: Fault[],
): ReservationChange {
  const { creditLimit: limit, creditLeft: _computed, ...rest } = document;
  if (limit === undefined) return rest;
  const creditLimit: Minor | null = readLimit(
    limit,
    currency,
    `${pointer}/creditLimit`,
    faults,
  );
  return { ...rest, creditLimit };
}
