import type { OrderedTables } from "./ordered-tables.ts";
import type { SqlValue } from "./sql-value.ts";

/** What a move reads from and writes to; each engine has one. Rows are arrays in the order of the table's columns. */
export interface MovableStore extends OrderedTables {
  /** Durable when it resolves. Rows that are there stay as they are. */
  write(
    table: MovableTable,
    columns: readonly string[],
    rows: readonly SqlValue[][],
  ): Promise<void>;
  /** The highest key in the table. */
  lastKey(table: MovableTable): Promise<SqlValue[] | null>;
  /** The number of rows, then the sum of each column. */
  sums(table: MovableTable): Promise<bigint[]>;
  /** Where a move into it has begun, and from what; null: none has. */
  mark(): Promise<"moving" | null>;
  setMark(): Promise<void>;
  /** The move is complete: the store can be opened. */
  finish(): Promise<void>;
}

/** A server works with it: what it writes would be on one side only. */
export class SideInUse extends Error {
  override readonly name = "SideInUse";
  readonly side: "source" | "target";
  constructor(side: "source" | "target") {
    super(`the ${side} is in use`);
    this.side = side;
  }
}

/** A store into which a move has begun and not ended: some of its books are missing. */
export class HalfMoved extends Error {
  override readonly name = "HalfMoved";
  constructor() {
    super(
      "A move into this database was interrupted: it has only a part of what a hotel had. Run the same migrate-store command again; it goes on where it was.",
    );
  }
}

export interface MovableTable {
  name: string;
  key: readonly string[];
  /** Money: its sums are compared, beside the number of rows. */
  money: readonly string[];
}

const table = (name: string, key: string, money = ""): MovableTable => ({
  name,
  key: key.split(" "),
  money: money === "" ? [] : money.split(" "),
});

const COMPARED_SUMS =
  "lightspeed_payments lightspeed_tips lightspeed_tax here_payments here_tips here_tax";

/** Everything that is moved, each after what it refers to. What belongs to processes and locks stays behind. */
export const MOVABLE_TABLES: readonly MovableTable[] = [
  table("properties", "property_id"),
  table("business_locations", "property_id business_location_id"),
  table("api_keys", "property_id key_id"),
  table("management_tokens", "digest"),
  table("house_accounts", "property_id folio_id", "charged_when_set"),
  table("reservations", "property_id reservation_id", "charged_when_set"),
  table("folio_balances", "property_id folio_id", "balance charged"),
  table("business_dates", "property_id business_date"),
  table(
    "day_totals",
    "property_id business_date shard section name",
    "times net tax gross",
  ),
  table("night_audits", "property_id business_date", "gross net tax tips"),
  table("receipts", "property_id receipt_id", "gross tax tips service_charge"),
  table("receipt_bodies", "property_id receipt_id"),
  table("identities", "property_id kind value occurrence"),
  table("bills", "property_id receipt_id bill_no", "amount gratuity"),
  table("postings", "property_id posting_id", "net tax gross"),
  table("flags", "property_id subject_id flag_id"),
  table(
    "refunds",
    "property_id refund_id",
    "total_discount sub_total tax_amount total_amount tip_amount",
  ),
  table("refund_states", "property_id refund_id state_no", "over_refunded"),
  table("links", "property_id kind from_id link_id"),
  table("refused_receipts", "property_id refused_id", "gross tips"),
  table("refused_bodies", "property_id refused_id"),
  table("refused_attempts", "property_id refused_id attempt_no"),
  table("refused_states", "property_id refused_id state_no"),
  table("refused_decisions", "property_id refused_id state_no"),
  table("refused_bills", "property_id refused_id reservation_id", "total"),
  table("refused_quotas", "property_id business_location_id reason day"),
  table("reconciliations", "property_id reconciliation_id"),
  table(
    "reconciliation_days",
    "property_id reconciliation_id business_location_id business_date",
  ),
  table(
    "reconciliation_totals",
    "property_id reconciliation_id business_location_id business_date section name",
    COMPARED_SUMS,
  ),
  table(
    "reconciliation_items",
    "property_id reconciliation_id item_key",
    COMPARED_SUMS,
  ),
  table("reconciliation_matches", "property_id reconciliation_id receipt_id"),
  table("trail", "property_id seq"),
  table("idempotent_requests", "property_id act idempotency_key"),
  table("provisionings", "provisioning_id"),
  table("lightspeed_accounts", "property_id business_location_id"),
  table("lightspeed_grants", "property_id business_location_id"),
  table("secrets", "property_id business_location_id name"),
];

/** Stays behind: names of what belongs to one engine or one process. */
export const STAYS_BEHIND: readonly string[] = [
  "charge_gates",
  "charge_locks",
  "installation",
  "schema_migrations",
  "write_probe",
  "writers",
];

/** The name under which `installation` tells that a move into the store is not complete. */
export const MOVING = "moving" as const;
