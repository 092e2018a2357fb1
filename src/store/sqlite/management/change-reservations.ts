import { CLEARING_PREFIX } from "../../../properties/property.ts";
import { foldText } from "../../../reservations/fold-text.ts";
import type {
  Reservation,
  ReservationStatus,
} from "../../../reservations/reservation.ts";
import { IdTaken, NotInStore, ReservationIncomplete } from "../../store.ts";
import type {
  ChangeReservations,
  ConfirmationNeeded,
  ReservationPatch,
  ReservationsChanged,
  VersionMismatch,
} from "../../store.ts";
import { numbered } from "../connection.ts";
import type { Numbered } from "../connection.ts";
import type { WriteContext } from "../write-context.ts";

interface Known extends Omit<Reservation, "blocked"> {
  blocked: bigint;
}

interface Plan {
  /** By id: as it was, as it is to be, and whether its limit counts from now. */
  items: Map<
    string,
    { before: Reservation | null; after: Reservation; setsLimit: boolean }
  >;
  /** In-house guests who would not be in house any more because they left or are absent. */
  leavingHouse: number;
  inHouse: number;
}

/** Changes the guest directory: all of it or nothing. */
export class ReservationWriter {
  readonly #context: WriteContext;
  readonly #version;
  readonly #raiseVersion;
  readonly #known;
  readonly #present;
  readonly #any;
  readonly #isHouseAccount;
  readonly #upsert;

  constructor(context: WriteContext) {
    const { db } = context;
    this.#context = context;
    const columns = `reservation_id AS reservationId, room_id AS roomId, room_description AS roomDescription,
      client_name AS clientName, status, blocked, credit_limit AS creditLimit`;
    this.#version = db
      .prepare<[string], bigint>(
        "SELECT directory_version FROM properties WHERE property_id = ?",
      )
      .pluck();
    this.#raiseVersion = db.prepare(
      "UPDATE properties SET directory_version = directory_version + 1 WHERE property_id = ?",
    );
    this.#known = db.prepare<[string, string], Known>(
      `SELECT ${columns} FROM reservations WHERE property_id = ? AND reservation_id = ?`,
    );
    this.#present = db.prepare<[string, ReservationStatus], Known>(
      `SELECT ${columns} FROM reservations WHERE property_id = ? AND status = ?`,
    );
    this.#any = db
      .prepare<[string], bigint>(
        "SELECT 1 FROM reservations WHERE property_id = ? LIMIT 1",
      )
      .pluck();
    this.#isHouseAccount = db
      .prepare<[string, string], bigint>(
        "SELECT 1 FROM house_accounts WHERE property_id = ? AND folio_id = ?",
      )
      .pluck();
    this.#upsert = db.prepare<Numbered>(
      `INSERT INTO reservations (property_id, reservation_id, room_id, room_description, client_name, status, blocked,
         credit_limit, charged_when_set, folded_room, folded_description, folded_name, changed_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
         coalesce((SELECT charged FROM folio_balances WHERE property_id = ?1 AND folio_id = ?2), 0), ?9, ?10, ?11, ?12)
       ON CONFLICT (property_id, reservation_id) DO UPDATE SET room_id = excluded.room_id,
         room_description = excluded.room_description, client_name = excluded.client_name, status = excluded.status,
         blocked = excluded.blocked, credit_limit = excluded.credit_limit,
         charged_when_set = CASE WHEN ?13 THEN excluded.charged_when_set ELSE reservations.charged_when_set END,
         folded_room = excluded.folded_room, folded_description = excluded.folded_description,
         folded_name = excluded.folded_name, changed_at = excluded.changed_at`,
    );
  }

  change(
    change: ChangeReservations,
  ): ReservationsChanged | VersionMismatch | ConfirmationNeeded {
    const { propertyId, ifVersion, actor } = change;
    const version = this.#version.get(propertyId);
    if (version === undefined) throw new NotInStore("property");
    if (
      ifVersion !== null &&
      ifVersion !== "*" &&
      ifVersion !== String(version)
    )
      return { kind: "version-mismatch" };
    const plan = this.#plan(change);
    if (
      change.mode === "replace" &&
      !change.confirmed &&
      emptiesHouse(plan, change.reservations.length)
    ) {
      return {
        kind: "confirmation-needed",
        inHouse: plan.inHouse,
        wouldCheckOut: plan.leavingHouse,
      };
    }
    const counts = this.#write(propertyId, plan);
    const touched = counts.created + counts.changed > 0;
    if (touched) this.#raiseVersion.run(propertyId);
    const details = { mode: change.mode, ...counts };
    this.#context.trail.record({
      propertyId,
      at: this.#context.now,
      actor,
      act: "reservations.changed",
      details,
    });
    return {
      kind: "changed",
      version: String(touched ? version + 1n : version),
      ...counts,
    };
  }

  /** A seed: written only where no reservation was ever stored. */
  seed(propertyId: string, reservations: readonly Reservation[]): number {
    if (reservations.length === 0 || this.#any.get(propertyId) !== undefined)
      return 0;
    const change = {
      propertyId,
      mode: "merge" as const,
      reservations: [...reservations],
    };
    const { created } = this.#write(propertyId, this.#plan(change));
    this.#raiseVersion.run(propertyId);
    return created;
  }

  #plan({
    propertyId,
    mode,
    reservations,
  }: Pick<ChangeReservations, "propertyId" | "mode" | "reservations">): Plan {
    const plan: Plan = { items: new Map(), leavingHouse: 0, inHouse: 0 };
    reservations.forEach((patch, index) => {
      const id = patch.reservationId;
      const earlier = plan.items.get(id);
      const before =
        earlier === undefined ? this.#find(propertyId, id) : earlier.before;
      if (before === null && earlier === undefined)
        this.#checkFree(propertyId, id);
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
    if (mode === "replace") this.#checkOutAbsent(propertyId, plan);
    for (const { before, after } of plan.items.values()) {
      if (before?.status === "in-house" && after.status === "checked-out")
        plan.leavingHouse++;
    }
    return plan;
  }

  #checkOutAbsent(propertyId: string, plan: Plan): void {
    for (const status of ["in-house", "due-in"] as const) {
      const present = this.#present.all(propertyId, status);
      if (status === "in-house") plan.inHouse = present.length;
      for (const row of present) {
        if (plan.items.has(row.reservationId)) continue;
        const before = reservationOf(row);
        plan.items.set(row.reservationId, {
          before,
          after: { ...before, status: "checked-out" },
          setsLimit: false,
        });
      }
    }
  }

  #write(
    propertyId: string,
    plan: Plan,
  ): Omit<ReservationsChanged, "kind" | "version"> {
    const counts = { created: 0, changed: 0, unchanged: 0, checkedOut: 0 };
    for (const { before, after, setsLimit } of plan.items.values()) {
      if (before !== null && !setsLimit && isSame(before, after)) {
        counts.unchanged++;
        continue;
      }
      const row = numbered(
        propertyId,
        after.reservationId,
        after.roomId,
        after.roomDescription,
        after.clientName,
        after.status,
        Number(after.blocked),
        after.creditLimit,
        foldText(after.roomId),
        foldText(after.roomDescription),
        foldText(after.clientName),
        this.#context.now,
        Number(setsLimit),
      );
      this.#upsert.run(row);
      if (before === null) counts.created++;
      else counts.changed++;
      if (
        before !== null &&
        before.status !== "checked-out" &&
        after.status === "checked-out"
      )
        counts.checkedOut++;
    }
    return counts;
  }

  #find(propertyId: string, reservationId: string): Reservation | null {
    const row = this.#known.get(propertyId, reservationId);
    return row === undefined ? null : reservationOf(row);
  }

  #checkFree(propertyId: string, id: string): void {
    if (id.startsWith(CLEARING_PREFIX))
      throw new IdTaken({ id, wanted: "reservation", takenBy: "reserved" });
    if (this.#isHouseAccount.get(propertyId, id) !== undefined) {
      throw new IdTaken({
        id,
        wanted: "reservation",
        takenBy: "house-account",
      });
    }
  }
}

/** More than half of the house, or everybody because the list is empty. */
function emptiesHouse(plan: Plan, listed: number): boolean {
  return (
    plan.inHouse > 0 && (listed === 0 || plan.leavingHouse * 2 > plan.inHouse)
  );
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

function reservationOf(row: Known): Reservation {
  return { ...row, blocked: row.blocked === 1n };
}

function isSame(one: Reservation, other: Reservation): boolean {
  return (Object.keys(one) as (keyof Reservation)[]).every(
    (member) => one[member] === other[member],
  );
}
