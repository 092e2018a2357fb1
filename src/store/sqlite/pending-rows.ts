import { BulkInsert } from "./bulk-insert.ts";
import type { Connection } from "./connection.ts";

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
  readonly #balanceRows: BulkInsert;
  readonly #tables: BulkInsert[];
  readonly #balances = new Map<
    string,
    { propertyId: string; folioId: string; balance: bigint; charged: bigint }
  >();
  readonly #marks = new Set<string>();

  constructor(db: Connection) {
    const table = (name: string, columns: string): BulkInsert =>
      new BulkInsert(db, name, columns.split(" "));
    this.receipts = table(
      "receipts",
      "property_id receipt_id receipt_number uuid fisc_id initial_account_id idempotency_key business_location_id kind " +
        "gross tax tips service_charge business_date opened_at closed_at received_at table_name covers device_id " +
        "owner_id owner_name revenue_center_id revenue_center_name chain_root content_version content_digest " +
        "lines_digest lines payments from_refused_id",
    );
    this.bodies = table("receipt_bodies", "property_id receipt_id body");
    this.identities = table(
      "identities",
      "property_id kind value occurrence receipt_id",
    );
    this.bills = table(
      "bills",
      "property_id receipt_id bill_no cause folio_id reservation_id amount gratuity first_posting_id posting_count closed_at lines_digest",
    );
    this.postings = table(
      "postings",
      "property_id posting_id receipt_id folio_id kind line_no description quantity net tax gross taxes " +
        "transaction_code sku accounting_group_id accounting_group_name business_location_id revenue_center_id " +
        "staff_id method_code method_name exact_gross business_date posted_at",
    );
    this.flags = table(
      "flags",
      "property_id subject_id flag_id subject_type folio_id posting_id flag action detail event_id at",
    );
    this.links = table(
      "links",
      "property_id kind from_id link_id to_type to_id action event_id at",
    );
    this.#balanceRows = new BulkInsert(
      db,
      "folio_balances",
      ["property_id", "folio_id", "balance", "charged"],
      " ON CONFLICT (property_id, folio_id) DO UPDATE SET" +
        " balance = folio_balances.balance + excluded.balance, charged = folio_balances.charged + excluded.charged",
    );
    this.#tables = [
      this.receipts,
      this.bodies,
      this.identities,
      this.bills,
      this.postings,
      this.flags,
      this.links,
      this.#balanceRows,
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
    this.#balances.clear();
    this.#marks.clear();
    for (const rows of this.#tables) rows.flush();
  }

  /** Forgets what was not inserted yet: its transaction is rolled back. */
  clear(): void {
    this.#balances.clear();
    this.#marks.clear();
    for (const rows of this.#tables) rows.clear();
  }
}
