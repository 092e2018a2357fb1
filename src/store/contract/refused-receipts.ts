import type { Charge, RepostObstacle } from "../../folios/charge-decision.ts";
import type { UnnamedCharge } from "../../folios/redirection.ts";
import type { Minor } from "../../money.ts";
import type { ReservationStatus } from "../../reservations/reservation.ts";
import type { Actor, Idempotency } from "./acts.ts";

export type UnreadableReason =
  | "too-large"
  | "wrong-content-type"
  | "malformed"
  | "wrong-shape"
  /** Intact, but its decision failed by a fault of ours. */
  | "internal"
  | "key-revoked";

export interface UnreadableRequest {
  propertyId: string;
  businessLocationId: string;
  reason: UnreadableReason;
  httpStatus: number;
  receivedAt: number;
  sizeBytes: number;
  /** The bill, where it could be read and only may not be posted: its amount and guests are shown to staff. */
  charge: Charge | null;
  /** Null when it was too large to keep. The key in it is masked before it reaches the store. */
  body: Buffer | null;
  /** JSON pointers and what is wrong there; never a value. */
  faults: { pointer: string; fault: string }[];
  /** At most this many a day and location are kept (revoked keys); null: no bound. */
  keptPerDayMax: number | null;
}

export interface RefusedView {
  refusedId: bigint;
  businessLocationId: string;
  status: "open" | "reposted" | "dismissed" | "superseded";
  reason: string;
  /** What the till was answered; null: none has sent it, it was made of a sale. */
  httpStatus: number | null;
  /** Of the till. */
  attempts: number;
  /** Null when the bill could not be read. */
  gross: Minor | null;
  reservationIds: string[];
  /** Its room charges that name no reservation. */
  unnamedCharges: UnnamedCharge[];
  receivedAt: number;
  /** Null where the till never sent it. */
  lastAttemptAt: number | null;
  businessDate: string;
  fiscId: string | null;
  uuid: string | null;
  sizeBytes: number;
  faults: { pointer: string; fault: string }[];
  flags: string[];
  receiptId: bigint | null;
  /** False: the body could not be read or has expired, and the bill can only be dismissed. */
  repostable: boolean;
  /** Those of `reservationIds` that are known, as they are now. */
  guests: RefusedGuest[];
  /** Who brought about the status that stands; null: a till. */
  decision: { by: string; at: number; note: string | null } | null;
}

/** A reservation or house account that a refused bill names. */
export interface RefusedGuest {
  reservationId: string;
  clientName: string;
  /** Null: a house account. */
  roomId: string | null;
  status: ReservationStatus;
  blocked: boolean;
}

/** Whose a refused bill may be that names no reservation. */
export interface RepostCandidate extends RefusedGuest {
  /** The strongest sign first: `same-table`, `same-waiter`, `same-device` as earlier bills of the guest; `in-house`. */
  because: string[];
  /** When the last of those bills was closed, milliseconds UTC; null: there is none. */
  lastBillAt: number | null;
}

export interface RepostRefused {
  actor: Actor;
  propertyId: string;
  refusedId: string;
  /** One folio for all room charges, or for each as in `Repost.folios`. */
  folios: string | Record<string, string>;
  doubleConfirmed: boolean;
  idempotency: Idempotency | null;
}

export interface DismissRefused {
  actor: Actor;
  propertyId: string;
  refusedId: string;
  /** For staff; it may name a guest, and is in no log and not in the trail. */
  reason: string;
  idempotency: Idempotency | null;
}

export interface RefusedDecided {
  kind: "done";
  refused: RefusedView;
}

/** Why a refused bill was neither reposted nor dismissed; nothing is changed. */
export type RefusedUndecided =
  | RepostObstacle
  | { kind: "not-found" }
  | { kind: "unreadable" }
  /** A folio was named, and nothing of the bill is a room charge. */
  | { kind: "no-room-charge" }
  /** Reservations that the bill does not name. */
  | { kind: "not-of-the-bill"; reservationIds: string[] };
