import type { Charge } from "../folios/charge-decision.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { TotalledPayment } from "../receipts/receipt.ts";
import { refusedKeyOf } from "./charge-identity.ts";
import { writePayments } from "./documents.ts";
import type { SqlValue } from "./sql-value.ts";

/** A till sends a bill that is refused; or it was made of a sale, and no till is answered. */
export interface RefusedAttempt {
  reason: string;
  /** Null: made of a sale. It is numbered 0, so that the first of the till is 1. */
  httpStatus: number | null;
  at: number;
}

/** How `refused_attempts` keeps that no till was answered. */
export const NOT_ANSWERED = 0;

/** Refused receipts' rows; attempts and states are numbered by the engine, from 1 on but for what was made of a sale. */
export interface RefusedTarget {
  receipt(...row: SqlValue[]): void;
  body(...row: SqlValue[]): void;
  bill(...row: SqlValue[]): void;
  addAttempt(
    propertyId: string,
    refusedId: bigint,
    attempt: RefusedAttempt,
  ): void;
  addState(
    propertyId: string,
    refusedId: bigint,
    state: {
      status: string;
      reason: string;
      receiptId: bigint | null;
      eventId: bigint;
      at: number;
    },
  ): void;
}

/** A refused receipt that could be read: what is known of it, its body, and what it would put on whom. */
export function addRefusedCharge(
  target: RefusedTarget,
  charge: Charge,
  refused: {
    refusedId: bigint;
    closedAt: number;
    businessDate: string;
    chainRoot: string | null;
  },
  body: Uint8Array,
): void {
  const { propertyId, identity, totalled } = charge;
  const { refusedId, closedAt } = refused;
  const linesDigest = Buffer.from(identity.linesDigest, "hex");
  target.receipt(
    propertyId,
    refusedId,
    refusedKeyOf(charge),
    charge.businessLocationId,
    1,
    charge.receivedAt,
    body.byteLength,
    "[]",
    refused.businessDate,
    closedAt,
    totalled.receipt.receiptNumber,
    identity.uuid,
    identity.fiscId,
    identity.idempotencyKey,
    totalled.kind,
    totalled.gross,
    totalled.tips,
    refused.chainRoot,
    identity.contentVersion,
    Buffer.from(identity.contentDigest, "hex"),
    linesDigest,
    writePayments(totalled.payments),
  );
  target.body(propertyId, refusedId, body);
  for (const [reservationId, total] of roomTotals(totalled.payments)) {
    target.bill(
      propertyId,
      refusedId,
      reservationId,
      total,
      closedAt,
      linesDigest,
    );
  }
}

/** How it came, and open for staff. */
export function openRefused(
  target: RefusedTarget,
  propertyId: string,
  refusedId: bigint,
  attempt: RefusedAttempt,
): void {
  const { reason, at } = attempt;
  target.addAttempt(propertyId, refusedId, attempt);
  target.addState(propertyId, refusedId, {
    status: "open",
    reason,
    receiptId: null,
    eventId: refusedId,
    at,
  });
}

/** What the bill would have put on each reservation, tips included. */
export function roomTotals(
  payments: readonly TotalledPayment[],
): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { methodCode, reservationId, amount, gratuity } of payments) {
    if (methodCode !== ROOM_CHARGE || reservationId === null) continue;
    totals.set(
      reservationId,
      (totals.get(reservationId) ?? 0n) + amount + gratuity,
    );
  }
  return totals;
}
