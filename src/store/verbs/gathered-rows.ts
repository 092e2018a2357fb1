import { compareBytes } from "./byte-order.ts";
import { CHARGE_TABLES } from "../charge-tables.ts";
import type { ChargeTable } from "../charge-tables.ts";
import { ADD_TO_DAY_TOTALS, DAY_TOTAL_COLUMNS, DaySums } from "../day-sums.ts";
import type { SqlValue } from "../sql-value.ts";
import { places, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { GATES } from "./locks.ts";

/** Beside the shards of the gates: who acts holds the hotel's row, so nobody else writes it meanwhile. */
const OF_PERSONS = GATES;

/** Rows of the books that a person adds to, a statement for each. */
export class GatheredRows {
  readonly #rows: { table: ChargeTable; row: SqlValue[] }[] = [];
  readonly #balances = new Map<string, { balance: bigint; charged: bigint }>();
  #propertyId = "";
  readonly days = new DaySums();

  #into(table: ChargeTable): { add(...row: SqlValue[]): void } {
    return { add: (...row) => this.#rows.push({ table, row }) };
  }

  readonly bills = this.#into("bills");
  readonly postings = this.#into("postings");
  readonly flags = this.#into("flags");
  readonly links = this.#into("links");
  readonly refundStates = this.#into("refund_states");

  addToBalance(
    { propertyId, folioId }: { propertyId: string; folioId: string },
    change: { balance: bigint; charged: bigint },
  ): void {
    this.#propertyId = propertyId;
    const known = this.#balances.get(folioId) ?? { balance: 0n, charged: 0n };
    this.#balances.set(folioId, {
      balance: known.balance + change.balance,
      charged: known.charged + change.charged,
    });
  }

  /** Nobody looks for them in this transaction. */
  mark = (): void => undefined;

  *insert(): Steps<void> {
    for (const { table, row } of this.#rows)
      yield* run(
        `INSERT INTO ${table} (${CHARGE_TABLES[table].join(", ")}) VALUES (${places(row.length, 0)})`,
        ...row,
      );
    for (const row of this.days.rows(OF_PERSONS))
      yield* run(
        `INSERT INTO day_totals (${DAY_TOTAL_COLUMNS.join(", ")}) VALUES (${places(row.length, 0)}) ${ADD_TO_DAY_TOTALS}`,
        ...row,
      );
    // In one order, so that two transactions never wait for each other.
    const inOrder = [...this.#balances].sort(([a], [b]) => compareBytes(a, b));
    for (const [folioId, { balance, charged }] of inOrder)
      yield* run(
        `INSERT INTO folio_balances (property_id, folio_id, balance, charged) VALUES ($1, $2, $3, $4)
         ON CONFLICT (property_id, folio_id) DO UPDATE SET balance = folio_balances.balance + excluded.balance,
           charged = folio_balances.charged + excluded.charged`,
        this.#propertyId,
        folioId,
        balance,
        charged,
      );
  }
}
