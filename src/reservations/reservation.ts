import type { Minor } from "../money.ts";

export type ReservationStatus = "in-house" | "due-in" | "checked-out";

/** What a bill may be charged to. The id is opaque: `001` is not `1`. Once seen it is known for ever. */
export interface Reservation {
  reservationId: string;
  roomId: string;
  roomDescription: string;
  clientName: string;
  status: ReservationStatus;
  blocked: boolean;
  /** The value at the moment it was set; what is left of it is computed. Null: no limit. */
  creditLimit: Minor | null;
}

/** What a decision needs to know of a payer: a reservation or a named house account. */
export interface Account {
  folioId: string;
  type: "reservation" | "house-account";
  status: ReservationStatus;
  blocked: boolean;
  /** What may still be charged, tips excluded; null: no limit. May be negative. */
  creditLeft: Minor | null;
}
