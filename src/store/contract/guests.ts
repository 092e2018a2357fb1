import type { Minor } from "../../money.ts";
import type { Reservation } from "../../reservations/reservation.ts";
import type { Actor } from "./acts.ts";

export interface GuestSearch {
  propertyId: string;
  term: string;
  limit: number;
}

export interface FoundGuest {
  roomId: string;
  roomDescription: string;
  clientName: string;
  reservationId: string;
  blocked: boolean;
  /** What is left, not below 0; null: no limit. */
  creditLeft: Minor | null;
}

export type ReservationPatch = Pick<Reservation, "reservationId"> & {
  [Member in Exclude<keyof Reservation, "reservationId">]?:
    Reservation[Member] | undefined;
};

export interface ChangeReservations {
  actor: Actor;
  propertyId: string;
  /** `replace`: who is absent is checked out. `merge`: by reservationId. */
  mode: "replace" | "merge";
  reservations: ReservationPatch[];
  /** Needed where more than half of the house, or by an empty list anybody in house or due in, would be checked out. */
  confirmed: boolean;
  /** `*` for any; null: not asked for (command line). */
  ifVersion: string | null;
}

export interface ReservationsChanged {
  kind: "changed";
  version: string;
  created: number;
  changed: number;
  unchanged: number;
  checkedOut: number;
}

export interface ConfirmationNeeded {
  kind: "confirmation-needed";
  inHouse: number;
  wouldCheckOut: number;
  /** Who were due in. */
  wouldTurnAway: number;
}

/** A merge item names a reservation never seen without all members a new one needs (`roomId`, `clientName`, `status`). */
export class ReservationIncomplete extends Error {
  override readonly name = "ReservationIncomplete";
  readonly index: number;
  readonly member: string;
  constructor(index: number, member: string) {
    super(
      `reservation ${index}: ${member} is needed for a reservation not seen before`,
    );
    this.index = index;
    this.member = member;
  }
}
