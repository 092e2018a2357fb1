import { CHARGE_TABLES } from "../charge-tables.ts";
import type { ChargeTable } from "../charge-tables.ts";
import type { SqlValue } from "../sql-value.ts";
import { arrayLiteral } from "./connection/array-literal.ts";

const BYTES = new Set([
  "body",
  "content_digest",
  "lines_digest",
  "refused_key",
]);
const INTEGERS = new Set(
  (
    "amount at balance bill_no charged closed_at content_version event_id first_posting_id flag_id from_id " +
    "from_refused_id gratuity gross http_status length line_no link_id net nth occurrence opened_at over_refunded posted_at posting_count posting_id " +
    "readable receipt_id received_at refund_id refused_id service_charge shard size_bytes start state_no subject_id tax times tips to_id total"
  ).split(" "),
);

/** The type of a column in the tables that a charge writes. */
function typeOf(column: string): "bytea" | "bigint" | "text" {
  if (BYTES.has(column)) return "bytea";
  return INTEGERS.has(column) ? "bigint" : "text";
}

/** Rows of one table on their way, inserted by one statement whatever their number. */
export class RowSet {
  readonly rows: SqlValue[][] = [];

  add(...row: SqlValue[]): void {
    this.rows.push(row);
  }
}

/** Gathers parameters of one statement. */
export class Parameters {
  readonly values: SqlValue[] = [];

  add(value: SqlValue): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** `unnest(…)` over rows, one array per column. */
export function unnested(
  columns: readonly string[],
  rows: readonly SqlValue[][],
  parameters: Parameters,
): string {
  const arrays = columns.map((column, index) => {
    const values = rows.map((row) => row[index] as SqlValue);
    return `${parameters.add(arrayLiteral(values))}::${typeOf(column)}[]`;
  });
  return `unnest(${arrays.join(", ")})`;
}

export function insertOf(
  table: ChargeTable,
  rows: readonly SqlValue[][],
  parameters: Parameters,
): string {
  const columns = CHARGE_TABLES[table];
  return `INSERT INTO ${table} (${columns.join(", ")}) SELECT * FROM ${unnested(columns, rows, parameters)}`;
}
