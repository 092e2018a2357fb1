import { unnamedCharges } from "../folios/redirection.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { TotalledPayment } from "../receipts/receipt.ts";
import { readPayments } from "./documents.ts";
import type { RefusedGuest, RefusedView } from "./contract/refused-receipts.ts";

const latestState = (column: string): string =>
  `(SELECT s.${column} FROM refused_states s WHERE s.property_id = r.property_id AND s.refused_id = r.refused_id
    ORDER BY s.state_no DESC LIMIT 1)`;
const latestAttempt = (sql: string): string =>
  `(SELECT ${sql} FROM refused_attempts t WHERE t.property_id = r.property_id AND t.refused_id = r.refused_id
    ORDER BY t.attempt_no DESC LIMIT 1)`;

/** Null where no till has sent it: it was made of a sale. */
const latestAnswer = (column: string): string =>
  latestAttempt(`CASE WHEN t.attempt_no > 0 THEN t.${column} END`);

/** Of who decided the latest state, if a person did. */
const decision = (column: string): string =>
  `(SELECT d.${column} FROM refused_decisions d WHERE d.property_id = r.property_id AND d.refused_id = r.refused_id
    AND d.state_no = ${latestState("state_no")})`;

/** By member of `RefusedView`: what is filtered and sorted by. */
export const REFUSED_EXPRESSIONS = {
  status: latestState("status"),
  reason: latestAttempt("t.reason"),
  httpStatus: latestAnswer("http_status"),
  attempts: latestAttempt("t.attempt_no"),
};

export const REFUSED_COLUMNS = `r.refused_id AS "refusedId", r.business_location_id AS "businessLocationId",
  ${REFUSED_EXPRESSIONS.status} AS status, ${REFUSED_EXPRESSIONS.reason} AS reason,
  ${REFUSED_EXPRESSIONS.httpStatus} AS "httpStatus", ${REFUSED_EXPRESSIONS.attempts} AS attempts, r.gross,
  r.received_at AS "receivedAt", ${latestAnswer("at")} AS "lastAttemptAt", r.business_date AS "businessDate",
  r.fisc_id AS "fiscId", r.uuid, r.size_bytes AS "sizeBytes", r.faults, r.payments,
  ${latestState("receipt_id")} AS "receiptId", r.readable,
  (SELECT 1 FROM refused_bodies b WHERE b.property_id = r.property_id AND b.refused_id = r.refused_id) IS NOT NULL AS "hasBody",
  ${decision("actor")} AS "decidedBy", ${decision("note")} AS note, ${latestState("at")} AS "stateAt"`;

export interface RefusedRow extends Pick<
  RefusedView,
  | "refusedId"
  | "businessLocationId"
  | "status"
  | "reason"
  | "gross"
  | "businessDate"
  | "fiscId"
  | "uuid"
  | "receiptId"
> {
  httpStatus: bigint | null;
  attempts: bigint;
  receivedAt: bigint;
  lastAttemptAt: bigint | null;
  sizeBytes: bigint;
  faults: string;
  payments: string | null;
  readable: bigint;
  hasBody: boolean | bigint;
  decidedBy: string | null;
  note: string | null;
  stateAt: bigint;
}

/** One that failed by a fault of ours is intact, though it was kept without having been understood. */
export function isRepostable({
  readable,
  reason,
}: Pick<RefusedRow, "readable" | "reason">): boolean {
  return readable === 1n || reason === "internal";
}

/** The reservations it names, as sent. */
export function reservationsOf({ payments }: RefusedRow): string[] {
  return payments === null ? [] : reservationsIn(readPayments(payments));
}

export function refusedViewOf(
  refused: RefusedRow,
  stands: { flags: string[]; guests: ReadonlyMap<string, RefusedGuest> },
): RefusedView {
  const {
    payments,
    readable: _readable,
    hasBody,
    decidedBy,
    note,
    stateAt,
    ...row
  } = refused;
  const reservationIds = reservationsOf(refused);
  return {
    ...row,
    httpStatus: row.httpStatus === null ? null : Number(row.httpStatus),
    attempts: Number(row.attempts),
    reservationIds,
    unnamedCharges:
      payments === null ? [] : unnamedCharges(readPayments(payments)),
    receivedAt: Number(row.receivedAt),
    lastAttemptAt:
      row.lastAttemptAt === null ? null : Number(row.lastAttemptAt),
    sizeBytes: Number(row.sizeBytes),
    faults: JSON.parse(row.faults) as RefusedView["faults"],
    flags: stands.flags,
    repostable: Boolean(hasBody) && isRepostable(refused),
    guests: reservationIds.flatMap((id) => stands.guests.get(id) ?? []),
    decision:
      decidedBy === null ? null : { by: decidedBy, at: Number(stateAt), note },
  };
}

function reservationsIn(payments: readonly TotalledPayment[]): string[] {
  const ids = payments
    .filter((payment) => payment.methodCode === ROOM_CHARGE)
    .map((payment) => payment.reservationId)
    .filter((id) => id !== null);
  return [...new Set(ids)];
}
