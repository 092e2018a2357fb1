import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { TotalledPayment } from "../receipts/receipt.ts";
import { readPayments } from "./documents.ts";
import type { RefusedView } from "./store.ts";

const latestState = (column: string): string =>
  `(SELECT s.${column} FROM refused_states s WHERE s.property_id = r.property_id AND s.refused_id = r.refused_id
    ORDER BY s.state_no DESC LIMIT 1)`;
const latestAttempt = (column: string): string =>
  `(SELECT t.${column} FROM refused_attempts t WHERE t.property_id = r.property_id AND t.refused_id = r.refused_id
    ORDER BY t.attempt_no DESC LIMIT 1)`;

/** By member of `RefusedView`: what is filtered and sorted by. */
export const REFUSED_EXPRESSIONS = {
  status: latestState("status"),
  reason: latestAttempt("reason"),
  httpStatus: latestAttempt("http_status"),
  attempts: latestAttempt("attempt_no"),
};

export const REFUSED_COLUMNS = `r.refused_id AS "refusedId", r.business_location_id AS "businessLocationId",
  ${REFUSED_EXPRESSIONS.status} AS status, ${REFUSED_EXPRESSIONS.reason} AS reason,
  ${REFUSED_EXPRESSIONS.httpStatus} AS "httpStatus", ${REFUSED_EXPRESSIONS.attempts} AS attempts, r.gross,
  r.received_at AS "receivedAt", ${latestAttempt("at")} AS "lastAttemptAt", r.business_date AS "businessDate",
  r.fisc_id AS "fiscId", r.uuid, r.size_bytes AS "sizeBytes", r.faults, r.payments,
  ${latestState("receipt_id")} AS "receiptId"`;

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
  httpStatus: bigint;
  attempts: bigint;
  receivedAt: bigint;
  lastAttemptAt: bigint;
  sizeBytes: bigint;
  faults: string;
  payments: string | null;
}

export function refusedViewOf(
  { payments, ...row }: RefusedRow,
  flags: string[],
): RefusedView {
  return {
    ...row,
    httpStatus: Number(row.httpStatus),
    attempts: Number(row.attempts),
    reservationIds:
      payments === null ? [] : reservationsIn(readPayments(payments)),
    receivedAt: Number(row.receivedAt),
    lastAttemptAt: Number(row.lastAttemptAt),
    sizeBytes: Number(row.sizeBytes),
    faults: JSON.parse(row.faults) as RefusedView["faults"],
    flags,
  };
}

function reservationsIn(payments: readonly TotalledPayment[]): string[] {
  const ids = payments
    .filter((payment) => payment.methodCode === ROOM_CHARGE)
    .map((payment) => payment.reservationId)
    .filter((id) => id !== null);
  return [...new Set(ids)];
}
