import { foldText } from "../../reservations/fold-text.ts";
import type { Reservation } from "../../reservations/reservation.ts";
import { emptiesHouse, isSame, planDirectory } from "../plan-directory.ts";
import type { DirectoryPlan, KnownDirectory } from "../plan-directory.ts";
import type { SqlValue } from "../sql-value.ts";
import { NotInStore } from "../contract/errors.ts";
import type { VersionMismatch } from "../contract/acts.ts";
import type {
  ChangeReservations,
  ConfirmationNeeded,
  ReservationsChanged,
} from "../contract/guests.ts";
import { chunks, lock, places, row, rows, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { compareBytes } from "./byte-order.ts";
import type { VerbContext } from "./verb-context.ts";
import { lockProperties } from "./locks.ts";
import { recordAct } from "./trail.ts";

/** Changes the guest directory: all of it or nothing. */
export function* changeReservations(
  change: ChangeReservations,
  context: VerbContext,
): Steps<ReservationsChanged | VersionMismatch | ConfirmationNeeded> {
  const { propertyId, ifVersion, actor } = change;
  yield* lockProperties([propertyId]);
  const stored = yield* row<{ version: bigint }>(
    "SELECT directory_version AS version FROM properties WHERE property_id = $1",
    propertyId,
  );
  if (stored === undefined) throw new NotInStore("property");
  const { version } = stored;
  if (ifVersion !== null && ifVersion !== "*" && ifVersion !== String(version))
    return { kind: "version-mismatch" };
  const known = yield* readDirectory(propertyId, change);
  const plan = planDirectory(change, known);
  if (
    change.mode === "replace" &&
    !change.confirmed &&
    emptiesHouse(plan, change.reservations.length)
  ) {
    return {
      kind: "confirmation-needed",
      inHouse: plan.inHouse,
      wouldCheckOut: plan.leavingHouse,
      wouldTurnAway: plan.turnedAway,
    };
  }
  const counts = yield* writePlan(propertyId, plan, context);
  const touched = counts.created + counts.changed > 0;
  if (touched) yield* raiseDirectoryVersion(propertyId);
  const details = { mode: change.mode, ...counts };
  const act = { propertyId, actor, act: "reservations.changed", details };
  yield* recordAct(act, context);
  return {
    kind: "changed",
    version: String(touched ? version + 1n : version),
    ...counts,
  };
}

/** A seed: written only where no reservation was ever stored. */
export function* seedReservations(
  propertyId: string,
  reservations: readonly Reservation[],
  context: VerbContext,
): Steps<number> {
  if (reservations.length === 0) return 0;
  const any = yield* row(
    "SELECT 1 FROM reservations WHERE property_id = $1 LIMIT 1",
    propertyId,
  );
  if (any !== undefined) return 0;
  const change = { mode: "merge" as const, reservations: [...reservations] };
  const known = yield* readDirectory(propertyId, change);
  const plan = planDirectory(change, known);
  const { created } = yield* writePlan(propertyId, plan, context);
  yield* raiseDirectoryVersion(propertyId);
  return created;
}

export function* raiseDirectoryVersion(propertyId: string): Steps<void> {
  yield* run(
    "UPDATE properties SET directory_version = directory_version + 1 WHERE property_id = $1",
    propertyId,
  );
}

interface KnownRow extends Omit<Reservation, "blocked"> {
  blocked: bigint;
}

const COLUMNS = [
  "reservation_id",
  "room_id",
  "room_description",
  "client_name",
  "status",
  "blocked",
  "credit_limit",
  "folded_room",
  "folded_description",
  "folded_name",
] as const;

const KNOWN = `SELECT reservation_id AS "reservationId", room_id AS "roomId", room_description AS "roomDescription",
    client_name AS "clientName", status, blocked, credit_limit AS "creditLimit"
  FROM reservations WHERE property_id = $1`;

function* readDirectory(
  propertyId: string,
  { mode, reservations }: Pick<ChangeReservations, "mode" | "reservations">,
): Steps<KnownDirectory> {
  const known: KnownRow[] = [];
  const taken = new Set<string>();
  for (const ids of chunks(reservations.map((one) => one.reservationId))) {
    const named = places(ids.length, 1);
    known.push(
      ...(yield* rows<KnownRow>(
        `${KNOWN} AND reservation_id IN (${named})`,
        propertyId,
        ...ids,
      )),
    );
    const accounts = yield* rows<{ folioId: string }>(
      `SELECT folio_id AS "folioId" FROM house_accounts WHERE property_id = $1 AND folio_id IN (${named})`,
      propertyId,
      ...ids,
    );
    for (const { folioId } of accounts) taken.add(folioId);
  }
  if (mode === "replace") {
    for (const status of ["in-house", "due-in"]) {
      const here = yield* rows<KnownRow>(
        `${KNOWN} AND status = $2`,
        propertyId,
        status,
      );
      for (const row of here) known.push(row);
    }
  }
  const byId = new Map(
    known.map((row) => [
      row.reservationId,
      { ...row, blocked: row.blocked === 1n },
    ]),
  );
  return {
    find: (id) => byId.get(id) ?? null,
    isHouseAccount: (id) => taken.has(id),
    present: (status) =>
      [...byId.values()].filter((one) => one.status === status),
  };
}

/** Rows of one statement: those whose limit counts from now, or those whose limit counts from when it did. */
function upsert(count: number, setsLimit: boolean): string {
  const row = (n: number): string => {
    const first = 2 + n * COLUMNS.length;
    const charged = `coalesce((SELECT charged FROM folio_balances WHERE property_id = $1 AND folio_id = $${first + 1}), 0)`;
    return `($1, ${places(COLUMNS.length, first)}, ${charged}, $2)`;
  };
  const updates = [
    ...COLUMNS.slice(1),
    "changed_at",
    ...(setsLimit ? ["charged_when_set"] : []),
  ];
  return `INSERT INTO reservations (property_id, ${COLUMNS.join(", ")}, charged_when_set, changed_at)
    VALUES ${Array.from({ length: count }, (_, n) => row(n)).join(", ")}
    ON CONFLICT (property_id, reservation_id)
    DO UPDATE SET ${updates.map((name) => `${name} = excluded.${name}`).join(", ")}`;
}

function* writePlan(
  propertyId: string,
  plan: DirectoryPlan,
  context: VerbContext,
): Steps<Omit<ReservationsChanged, "kind" | "version">> {
  const counts = { created: 0, changed: 0, unchanged: 0, checkedOut: 0 };
  const changed: { after: Reservation; setsLimit: boolean }[] = [];
  for (const { before, after, setsLimit } of plan.items.values()) {
    if (before !== null && !setsLimit && isSame(before, after)) {
      counts.unchanged++;
      continue;
    }
    changed.push({ after, setsLimit });
    if (before === null) counts.created++;
    else counts.changed++;
    const leaves = after.status === "checked-out";
    if (before !== null && before.status !== "checked-out" && leaves)
      counts.checkedOut++;
  }
  const inOrder = changed.sort((one, other) =>
    compareBytes(one.after.reservationId, other.after.reservationId),
  );
  // What was charged until now is read under the lock of the guest, which bills take before they charge.
  for (const items of chunks(inOrder))
    yield* lockGuests(
      propertyId,
      items.map(({ after }) => after.reservationId),
    );
  for (const setsLimit of [false, true]) {
    for (const items of chunks(
      inOrder.filter((one) => one.setsLimit === setsLimit),
    )) {
      yield* run(
        upsert(items.length, setsLimit),
        propertyId,
        context.now,
        ...items.flatMap(({ after }) => valuesOf(after)),
      );
    }
  }
  return counts;
}

/** In the order of `COLUMNS`. */
function valuesOf(reservation: Reservation): SqlValue[] {
  return [
    reservation.reservationId,
    reservation.roomId,
    reservation.roomDescription,
    reservation.clientName,
    reservation.status,
    Number(reservation.blocked),
    reservation.creditLimit,
    foldText(reservation.roomId),
    foldText(reservation.roomDescription),
    foldText(reservation.clientName),
  ];
}

function* lockGuests(propertyId: string, ids: readonly string[]): Steps<void> {
  yield* lock(
    `SELECT reservation_id FROM reservations WHERE property_id = $1 AND reservation_id IN (${places(ids.length, 1)})
     ORDER BY property_id, reservation_id FOR NO KEY UPDATE`,
    propertyId,
    ...ids,
  );
}
