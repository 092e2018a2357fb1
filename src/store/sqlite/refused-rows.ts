import { ROOM_CHARGE } from "../../receipts/receipt.ts";
import type { Charge } from "../../folios/charge-decision.ts";
import { numbered } from "./connection.ts";
import type { Connection, Numbered, SqlValue } from "./connection.ts";
import { refusedKeyOf } from "./charge/identity-facts.ts";
import { toDocument } from "./documents.ts";

/** Rows of refused receipts. Rare beside those of receipts: inserted one by one, at once. */
export class RefusedRows {
  readonly receipt;
  readonly body;
  readonly bill;
  readonly #attempt;
  readonly #state;

  constructor(db: Connection) {
    this.receipt = inserter(
      db,
      "refused_receipts",
      "property_id refused_id refused_key business_location_id readable received_at size_bytes faults business_date " +
        "closed_at receipt_number uuid fisc_id idempotency_key kind gross tips chain_root content_version " +
        "content_digest lines_digest payments",
    );
    this.body = inserter(db, "refused_bodies", "property_id refused_id body");
    this.bill = inserter(
      db,
      "refused_bills",
      "property_id refused_id reservation_id total closed_at lines_digest",
    );
    this.#attempt = db.prepare<Numbered>(
      `INSERT INTO refused_attempts (property_id, refused_id, attempt_no, reason, http_status, at)
       SELECT ?1, ?2, coalesce(max(attempt_no), 0) + 1, ?3, ?4, ?5 FROM refused_attempts
       WHERE property_id = ?1 AND refused_id = ?2`,
    );
    this.#state = db.prepare<Numbered>(
      `INSERT INTO refused_states (property_id, refused_id, state_no, status, reason, receipt_id, event_id, at)
       SELECT ?1, ?2, coalesce(max(state_no), 0) + 1, ?3, ?4, ?5, ?6, ?7 FROM refused_states
       WHERE property_id = ?1 AND refused_id = ?2`,
    );
  }

  /** A refused receipt that could be read: what is known of it, its body, and what it would put on whom. */
  addCharge(
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
    this.receipt(
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
      toDocument(totalled.payments),
    );
    this.body(propertyId, refusedId, body);
    for (const [reservationId, total] of roomTotals(charge)) {
      this.bill(
        propertyId,
        refusedId,
        reservationId,
        total,
        closedAt,
        linesDigest,
      );
    }
  }

  /** Its first attempt, and open for staff. */
  open(
    propertyId: string,
    refusedId: bigint,
    attempt: { reason: string; httpStatus: number; at: number },
  ): void {
    const { reason, at } = attempt;
    this.addAttempt(propertyId, refusedId, attempt);
    this.addState(propertyId, refusedId, {
      status: "open",
      reason,
      receiptId: null,
      eventId: refusedId,
      at,
    });
  }

  addAttempt(
    propertyId: string,
    refusedId: bigint,
    attempt: { reason: string; httpStatus: number; at: number },
  ): void {
    this.#attempt.run(
      numbered(
        propertyId,
        refusedId,
        attempt.reason,
        attempt.httpStatus,
        attempt.at,
      ),
    );
  }

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
  ): void {
    const { status, reason, receiptId, eventId, at } = state;
    this.#state.run(
      numbered(propertyId, refusedId, status, reason, receiptId, eventId, at),
    );
  }
}

function inserter(
  db: Connection,
  table: string,
  columnNames: string,
): (...row: SqlValue[]) => void {
  const columns = columnNames.split(" ");
  const statement = db.prepare<SqlValue[]>(
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  return (...row) => {
    statement.run(...row);
  };
}

/** What the bill would have put on each reservation, tips included. */
function roomTotals(charge: Charge): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { methodCode, reservationId, amount, gratuity } of charge.totalled
    .payments) {
    if (methodCode !== ROOM_CHARGE || reservationId === null) continue;
    totals.set(
      reservationId,
      (totals.get(reservationId) ?? 0n) + amount + gratuity,
    );
  }
  return totals;
}
