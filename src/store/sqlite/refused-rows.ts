import { CHARGE_TABLES } from "../charge-tables.ts";
import type { ChargeTable } from "../charge-tables.ts";
import { NOT_ANSWERED } from "../keep-refused.ts";
import type { RefusedAttempt, RefusedTarget } from "../keep-refused.ts";
import type { SqlValue } from "../sql-value.ts";
import { numbered } from "./connection.ts";
import type { Connection, Numbered } from "./connection.ts";

/** Rows of refused receipts. Rare beside those of receipts: inserted one by one, at once. */
export class RefusedRows implements RefusedTarget {
  readonly receipt;
  readonly body;
  readonly bill;
  readonly #attempt;
  readonly #state;

  constructor(db: Connection) {
    this.receipt = inserter(db, "refused_receipts");
    this.body = inserter(db, "refused_bodies");
    this.bill = inserter(db, "refused_bills");
    this.#attempt = db.prepare<Numbered>(
      `INSERT INTO refused_attempts (property_id, refused_id, attempt_no, reason, http_status, at)
       SELECT ?1, ?2, coalesce(max(attempt_no) + 1, ?6), ?3, ?4, ?5 FROM refused_attempts
       WHERE property_id = ?1 AND refused_id = ?2`,
    );
    this.#state = db.prepare<Numbered>(
      `INSERT INTO refused_states (property_id, refused_id, state_no, status, reason, receipt_id, event_id, at)
       SELECT ?1, ?2, coalesce(max(state_no), 0) + 1, ?3, ?4, ?5, ?6, ?7 FROM refused_states
       WHERE property_id = ?1 AND refused_id = ?2`,
    );
  }

  addAttempt(
    propertyId: string,
    refusedId: bigint,
    { reason, httpStatus, at }: RefusedAttempt,
  ): void {
    const status = httpStatus ?? NOT_ANSWERED;
    const first = httpStatus === null ? 0 : 1;
    this.#attempt.run(
      numbered(propertyId, refusedId, reason, status, at, first),
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
  table: ChargeTable,
): (...row: SqlValue[]) => void {
  const columns = CHARGE_TABLES[table];
  const statement = db.prepare(
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  return (...row) => {
    statement.run(...row);
  };
}
