import { CHARGE_TABLES } from "../charge-tables.ts";
import type { ChargeTable } from "../charge-tables.ts";
import { ADD_TO_DAY_TOTALS, DAY_TOTAL_COLUMNS, DaySums } from "../day-sums.ts";
import { BulkInsert } from "./bulk-insert.ts";
import type { Connection } from "./connection.ts";

/** One thread writes. */
const ONLY_SHARD = 0;

/**
 * Rows of the charges of one transaction, collected over all of them so that a statement inserts many. A charge that
 * might read what an earlier one has left here says so by its marks and has it inserted first.
 */
export class PendingRows {
  readonly receipts: BulkInsert;
  readonly bodies: BulkInsert;
  readonly identities: BulkInsert;
  readonly bills: BulkInsert;
  readonly postings: BulkInsert;
  readonly flags: BulkInsert;
  readonly links: BulkInsert;
  readonly days = new DaySums();
  readonly refundStates: BulkInsert;
  readonly #balanceRows: BulkInsert;
  readonly #dayRows: BulkInsert;
  readonly #tables: BulkInsert[];
  readonly #balances = new Map<
    string,
    { propertyId: string; folioId: string; balance: bigint; charged: bigint }
  >();
  readonly #marks = new Set<string>();

  constructor(db: Connection) {
    const table = (name: ChargeTable): BulkInsert =>
      new BulkInsert(db, name, CHARGE_TABLES[name]);
    this.receipts = table("receipts");
    this.bodies = table("receipt_bodies");
    this.identities = table("identities");
    this.bills = table("bills");
    this.postings = table("postings");
    this.flags = table("flags");
    this.links = table("links");
    this.refundStates = table("refund_states");
    this.#balanceRows = new BulkInsert(
      db,
      "folio_balances",
      ["property_id", "folio_id", "balance", "charged"],
      " ON CONFLICT (property_id, folio_id) DO UPDATE SET" +
        " balance = folio_balances.balance + excluded.balance, charged = folio_balances.charged + excluded.charged",
    );
    this.#dayRows = new BulkInsert(
      db,
      "day_totals",
      DAY_TOTAL_COLUMNS,
      ADD_TO_DAY_TOTALS,
    );
    this.#tables = [
      this.receipts,
      this.bodies,
      this.identities,
      this.bills,
      this.postings,
      this.flags,
      this.links,
      this.refundStates,
      this.#balanceRows,
      this.#dayRows,
    ];
  }

  addToBalance(
    folio: { propertyId: string; folioId: string },
    change: { balance: bigint; charged: bigint },
  ): void {
    const key = `${folio.propertyId}\n${folio.folioId}`;
    const sum = this.#balances.get(key);
    if (sum === undefined) {
      this.#balances.set(key, { ...folio, ...change });
    } else {
      sum.balance += change.balance;
      sum.charged += change.charged;
    }
  }

  /** Σ bill amounts of a folio that are not in the database yet. */
  chargedOf(propertyId: string, folioId: string): bigint {
    return this.#balances.get(`${propertyId}\n${folioId}`)?.charged ?? 0n;
  }

  /** What a later charge of the same transaction may look for. */
  mark(marks: Iterable<string>): void {
    for (const mark of marks) this.#marks.add(mark);
  }

  hasAny(marks: readonly string[]): boolean {
    return this.#marks.size > 0 && marks.some((mark) => this.#marks.has(mark));
  }

  flush(): void {
    for (const sum of this.#balances.values()) {
      this.#balanceRows.add(
        sum.propertyId,
        sum.folioId,
        sum.balance,
        sum.charged,
      );
    }
    for (const row of this.days.rows(ONLY_SHARD)) this.#dayRows.add(...row);
    this.days.clear();
    this.#balances.clear();
    this.#marks.clear();
    for (const rows of this.#tables) rows.flush();
  }

  /** Forgets what was not inserted yet: its transaction is rolled back. */
  clear(): void {
    this.days.clear();
    this.#balances.clear();
    this.#marks.clear();
    for (const rows of this.#tables) rows.clear();
  }
}
