import { foldText } from "../../../reservations/fold-text.ts";
import type { Reservation } from "../../../reservations/reservation.ts";
import { emptiesHouse, isSame, planDirectory } from "../../plan-directory.ts";
import type { DirectoryPlan, KnownDirectory } from "../../plan-directory.ts";
import type { SqlValue } from "../../sql-value.ts";
import { NotInStore } from "../../store.ts";
import type {
  ChangeReservations,
  ConfirmationNeeded,
  ReservationsChanged,
  VersionMismatch,
} from "../../store.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Sql } from "../connection/sql.ts";
import type { WriteContext } from "../write-context.ts";
import { lockProperties } from "./locks.ts";
import { recordAct } from "./trail.ts";

/** Changes the guest directory: all of it or nothing. */
export async function changeReservations(
  sql: Sql,
  change: ChangeReservations,
  context: WriteContext,
): Promise<ReservationsChanged | VersionMismatch | ConfirmationNeeded> {
  const { propertyId, ifVersion, actor } = change;
  await lockProperties(sql, [propertyId]);
  const stored = await sql.row<{ version: bigint }>(
    "SELECT directory_version AS version FROM properties WHERE property_id = $1",
    propertyId,
  );
  if (stored === undefined) throw new NotInStore("property");
  const { version } = stored;
  if (ifVersion !== null && ifVersion !== "*" && ifVersion !== String(version))
    return { kind: "version-mismatch" };
  const known = await readDirectory(sql, propertyId, change);
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
    };
  }
  const counts = await writePlan(sql, propertyId, plan, context);
  const touched = counts.created + counts.changed > 0;
  if (touched) await raiseDirectoryVersion(sql, propertyId);
  const details = { mode: change.mode, ...counts };
  const act = { propertyId, actor, act: "reservations.changed", details };
  await recordAct(sql, act, context);
  return {
    kind: "changed",
    version: String(touched ? version + 1n : version),
    ...counts,
  };
}

/** A seed: written only where no reservation was ever stored. */
export async function seedReservations(
  sql: Sql,
  propertyId: string,
  reservations: readonly Reservation[],
  context: WriteContext,
): Promise<number> {
  if (reservations.length === 0) return 0;
  const any = await sql.row(
    "SELECT 1 FROM reservations WHERE property_id = $1 LIMIT 1",
    propertyId,
  );
  if (any !== undefined) return 0;
  const change = { mode: "merge" as const, reservations: [...reservations] };
  const known = await readDirectory(sql, propertyId, change);
  const plan = planDirectory(change, known);
  const { created } = await writePlan(sql, propertyId, plan, context);
  await raiseDirectoryVersion(sql, propertyId);
  return created;
}

async function raiseDirectoryVersion(
  sql: Sql,
  propertyId: string,
): Promise<void> {
  await sql.run(
    "UPDATE properties SET directory_version = directory_version + 1 WHERE property_id = $1",
    propertyId,
  );
}

interface KnownRow extends Omit<Reservation, "blocked"> {
  blocked: bigint;
}

async function readDirectory(
  sql: Sql,
  propertyId: string,
  change: Pick<ChangeReservations, "mode" | "reservations">,
): Promise<KnownDirectory> {
  const named = arrayLiteral(
    change.reservations.map(({ reservationId }) => reservationId),
  );
  const rows = await sql.rows<KnownRow>(
    `SELECT reservation_id AS "reservationId", room_id AS "roomId", room_description AS "roomDescription",
       client_name AS "clientName", status, blocked, credit_limit AS "creditLimit"
     FROM reservations WHERE property_id = $1
       AND (reservation_id = ANY($2::text[]) OR ($3 = 'replace' AND status IN ('in-house', 'due-in')))`,
    propertyId,
    named,
    change.mode,
  );
  const houseAccounts = await sql.rows<{ folioId: string }>(
    'SELECT folio_id AS "folioId" FROM house_accounts WHERE property_id = $1 AND folio_id = ANY($2::text[])',
    propertyId,
    named,
  );
  const reservations = new Map(
    rows.map((row) => [
      row.reservationId,
      { ...row, blocked: row.blocked === 1n },
    ]),
  );
  const taken = new Set(houseAccounts.map(({ folioId }) => folioId));
  return {
    find: (id) => reservations.get(id) ?? null,
    isHouseAccount: (id) => taken.has(id),
    present: (status) =>
      [...reservations.values()].filter((one) => one.status === status),
  };
}

const COLUMNS = [
  ["reservation_id", "text"],
  ["room_id", "text"],
  ["room_description", "text"],
  ["client_name", "text"],
  ["status", "text"],
  ["blocked", "bigint"],
  ["credit_limit", "bigint"],
  ["folded_room", "text"],
  ["folded_description", "text"],
  ["folded_name", "text"],
  ["sets_limit", "bigint"],
] as const;
const NAMES = COLUMNS.map(([name]) => name).join(", ");
const ARRAYS = COLUMNS.map(([, type], index) => `$${index + 3}::${type}[]`);
const STORED = COLUMNS.map(([name]) => name).filter(
  (name) => name !== "sets_limit",
);
const UPDATES = STORED.filter((name) => name !== "reservation_id").map(
  (name) => `${name} = excluded.${name}`,
);

/**
 * All rows by one statement for those whose limit counts from now and one for the others, in the order in which bills
 * lock guests.
 */
const UPSERT = (setsLimit: 0 | 1): string => `
  INSERT INTO reservations (property_id, ${STORED.join(", ")}, charged_when_set, changed_at)
  SELECT $1, ${STORED.map((name) => `u.${name}`).join(", ")}, coalesce(b.charged, 0), $2::bigint
  FROM unnest(${ARRAYS.join(", ")}) AS u(${NAMES})
  LEFT JOIN folio_balances b ON b.property_id = $1 AND b.folio_id = u.reservation_id
  WHERE u.sets_limit = ${setsLimit} ORDER BY u.reservation_id COLLATE "C"
  ON CONFLICT (property_id, reservation_id) DO UPDATE SET ${UPDATES.join(", ")}, changed_at = excluded.changed_at
    ${setsLimit === 1 ? ", charged_when_set = excluded.charged_when_set" : ""}`;

async function writePlan(
  sql: Sql,
  propertyId: string,
  plan: DirectoryPlan,
  context: WriteContext,
): Promise<Omit<ReservationsChanged, "kind" | "version">> {
  const counts = { created: 0, changed: 0, unchanged: 0, checkedOut: 0 };
  const rows: SqlValue[][] = [];
  for (const { before, after, setsLimit } of plan.items.values()) {
    if (before !== null && !setsLimit && isSame(before, after)) {
      counts.unchanged++;
      continue;
    }
    rows.push([
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
      Number(setsLimit),
    ]);
    if (before === null) counts.created++;
    else counts.changed++;
    const leaves = after.status === "checked-out";
    if (before !== null && before.status !== "checked-out" && leaves)
      counts.checkedOut++;
  }
  if (rows.length === 0) return counts;
  // What was charged until now is read under the lock of the guest, which bills take before they charge.
  await lockGuests(
    sql,
    propertyId,
    rows.map(([id]) => id as string),
  );
  const arrays = COLUMNS.map((_column, index) =>
    arrayLiteral(rows.map((row) => row[index] as SqlValue)),
  );
  for (const setsLimit of [0, 1] as const)
    await sql.run(UPSERT(setsLimit), propertyId, context.now(), ...arrays);
  return counts;
}

async function lockGuests(
  sql: Sql,
  propertyId: string,
  ids: readonly string[],
): Promise<void> {
  await sql.run(
    `SELECT reservation_id FROM reservations WHERE property_id = $1 AND reservation_id = ANY($2::text[])
     ORDER BY property_id, reservation_id FOR NO KEY UPDATE`,
    propertyId,
    arrayLiteral(ids),
  );
}
