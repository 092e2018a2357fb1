import { foldText } from "../../../reservations/fold-text.ts";
import type {
  Reservation,
  ReservationStatus,
} from "../../../reservations/reservation.ts";
import { NotInStore } from "../../store.ts";
import type {
  ChangeReservations,
  ConfirmationNeeded,
  ReservationsChanged,
  VersionMismatch,
} from "../../store.ts";
import { numbered } from "../connection.ts";
import type { Numbered } from "../connection.ts";
import type { WriteContext } from "../write-context.ts";
import type { DirectoryPlan, KnownDirectory } from "../../plan-directory.ts";
import { planDirectory, emptiesHouse, isSame } from "../../plan-directory.ts";

interface Known extends Omit<Reservation, "blocked"> {
  blocked: bigint;
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
    const plan = planDirectory(change, this.#directory(propertyId));
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
    const change = { mode: "merge" as const, reservations: [...reservations] };
    const plan = planDirectory(change, this.#directory(propertyId));
    const { created } = this.#write(propertyId, plan);
    this.#raiseVersion.run(propertyId);
    return created;
  }

  #write(
    propertyId: string,
    plan: DirectoryPlan,
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

  #directory(propertyId: string): KnownDirectory {
    return {
      find: (id) => this.#find(propertyId, id),
      isHouseAccount: (id) =>
        this.#isHouseAccount.get(propertyId, id) !== undefined,
      present: (status) =>
        this.#present.all(propertyId, status).map(reservationOf),
    };
  }

  #find(propertyId: string, reservationId: string): Reservation | null {
    const row = this.#known.get(propertyId, reservationId);
    return row === undefined ? null : reservationOf(row);
  }
}

function reservationOf(row: Known): Reservation {
  return { ...row, blocked: row.blocked === 1n };
}
