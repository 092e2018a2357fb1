import { CLEARING_PREFIX } from "../properties/property.ts";
import type {
  Reservation,
  ReservationStatus,
} from "../reservations/reservation.ts";
import { IdTaken } from "./contract/errors.ts";
import { ReservationIncomplete } from "./contract/guests.ts";
import type {
  ChangeReservations,
  ReservationPatch,
} from "./contract/guests.ts";

/** What a change of the guest directory comes to. */
export interface DirectoryPlan {
  /** By id: as it was, as it is to be, and whether its limit counts from now. */
  items: Map<
    string,
    { before: Reservation | null; after: Reservation; setsLimit: boolean }
  >;
  /** In-house guests who would not be in house any more because they left or are absent. */
  leavingHouse: number;
  inHouse: number;
  /** Guests who were due in and would not be expected any more. */
  turnedAway: number;
}

/** The directory as the transaction sees it. */
export interface KnownDirectory {
  find(reservationId: string): Reservation | null;
  isHouseAccount(id: string): boolean;
  present(status: ReservationStatus): Reservation[];
}

/** Throws where an item cannot be: `ReservationIncomplete`, `IdTaken`. */
export function planDirectory(
  { mode, reservations }: Pick<ChangeReservations, "mode" | "reservations">,
  known: KnownDirectory,
): DirectoryPlan {
  const plan: DirectoryPlan = {
    items: new Map(),
    leavingHouse: 0,
    inHouse: 0,
    turnedAway: 0,
  };
  reservations.forEach((patch, index) => {
    const id = patch.reservationId;
    const earlier = plan.items.get(id);
    const before = earlier === undefined ? known.find(id) : earlier.before;
    if (before === null && earlier === undefined) checkFree(id, known);
    const base = mode === "merge" ? (earlier?.after ?? before) : null;
    const after = complete(patch, base, index);
    const changesLimit = after.creditLimit !== (before?.creditLimit ?? null);
    const setsLimit =
      changesLimit || (mode === "merge" && patch.creditLimit !== undefined);
    plan.items.set(id, {
      before,
      after,
      setsLimit: setsLimit || (earlier?.setsLimit ?? false),
    });
  });
  if (mode === "replace") checkOutAbsent(plan, known);
  for (const { before, after } of plan.items.values()) {
    if (after.status !== "checked-out") continue;
    if (before?.status === "in-house") plan.leavingHouse++;
    if (before?.status === "due-in") plan.turnedAway++;
  }
  return plan;
}

function checkOutAbsent(plan: DirectoryPlan, known: KnownDirectory): void {
  for (const status of ["in-house", "due-in"] as const) {
    const present = known.present(status);
    if (status === "in-house") plan.inHouse = present.length;
    for (const before of present) {
      if (plan.items.has(before.reservationId)) continue;
      plan.items.set(before.reservationId, {
        before,
        after: { ...before, status: "checked-out" },
        setsLimit: false,
      });
    }
  }
}

function checkFree(id: string, known: KnownDirectory): void {
  if (id.startsWith(CLEARING_PREFIX))
    throw new IdTaken({ id, wanted: "reservation", takenBy: "reserved" });
  if (known.isHouseAccount(id)) {
    throw new IdTaken({
      id,
      wanted: "reservation",
      takenBy: "house-account",
    });
  }
}

/** More than half of the house, or anybody at all because the list is empty. */
export function emptiesHouse(
  { inHouse, leavingHouse, turnedAway }: DirectoryPlan,
  listed: number,
): boolean {
  return listed === 0
    ? leavingHouse + turnedAway > 0
    : leavingHouse * 2 > inHouse;
}

function complete(
  patch: ReservationPatch,
  before: Reservation | null,
  index: number,
): Reservation {
  const needed = <Member extends "roomId" | "clientName" | "status">(
    member: Member,
  ): Reservation[Member] => {
    const value = patch[member] ?? before?.[member];
    if (value === undefined) throw new ReservationIncomplete(index, member);
    return value as Reservation[Member];
  };
  const creditLimit =
    patch.creditLimit === undefined
      ? (before?.creditLimit ?? null)
      : patch.creditLimit;
  return {
    reservationId: patch.reservationId,
    roomId: needed("roomId"),
    roomDescription: patch.roomDescription ?? before?.roomDescription ?? "",
    clientName: needed("clientName"),
    status: needed("status"),
    blocked: patch.blocked ?? before?.blocked ?? false,
    creditLimit,
  };
}

/** A directory sent again changes nothing. */
export function isSame(one: Reservation, other: Reservation): boolean {
  return (Object.keys(one) as (keyof Reservation)[]).every(
    (member) => one[member] === other[member],
  );
}
