import { postingOf, POSTING_COLUMNS } from "../../posting-rows.ts";
import { summaryOf, RECEIPT_COLUMNS } from "../../receipt-rows.ts";
import type { ReceiptKind } from "../../../receipts/receipt.ts";
import type { FolioView, PostingView, ReceiptView } from "../../store.ts";
import type { Connection } from "../connection.ts";
import { StandingFlags } from "../standing-flags.ts";
import { CLEARING_PREFIX } from "../../../properties/property.ts";
import type { PostingRow } from "../../posting-rows.ts";
import type { WholeReceiptRow } from "../../receipt-rows.ts";
import { readPayments, readLines } from "../../documents.ts";
import { idOf } from "../../numbers.ts";
import { flagsOfPosting } from "../../flag-rows.ts";

const FOLIO_POSTINGS_MAX = 100;

/** Receipts and folios as the books show them. */
export class ReceiptReader {
  readonly #db: Connection;
  readonly #flags: StandingFlags;
  readonly #byId;
  readonly #byFiscId;
  readonly #byNumber;
  readonly #bills;
  readonly #chain;
  readonly #link;
  readonly #balance;
  readonly #isFolio;
  readonly #postings;

  constructor(db: Connection) {
    this.#db = db;
    this.#flags = new StandingFlags(db);
    this.#byId = db.prepare<[string, bigint], WholeReceiptRow>(
      `SELECT ${RECEIPT_COLUMNS}, r.initial_account_id AS initialAccountId, r.lines, r.payments,
         r.chain_root AS chainRoot FROM receipts r WHERE r.property_id = ? AND r.receipt_id = ?`,
    );
    this.#byFiscId = db
      .prepare<[string, string], bigint>(
        `SELECT receipt_id FROM identities WHERE property_id = ? AND kind = 'fisc' AND value = ?
         ORDER BY receipt_id DESC LIMIT 1`,
      )
      .pluck();
    this.#byNumber = db
      .prepare<[string, string], bigint>(
        "SELECT receipt_id FROM receipts WHERE property_id = ? AND receipt_number = ? ORDER BY receipt_id DESC LIMIT 1",
      )
      .pluck();
    this.#bills = db.prepare<[string, bigint], ReceiptView["bills"][number]>(
      `SELECT folio_id AS folioId, sum(amount) AS amount, sum(gratuity) AS gratuity FROM bills
       WHERE property_id = ? AND receipt_id = ? GROUP BY folio_id
       HAVING sum(amount) <> 0 OR sum(gratuity) <> 0 OR count(*) = 1 ORDER BY min(bill_no)`,
    );
    this.#chain = db.prepare<
      { propertyId: string; root: string },
      { receiptId: bigint; kind: ReceiptKind }
    >(
      `SELECT DISTINCT r.receipt_id AS receiptId, r.kind FROM identities i
       JOIN receipts r ON r.property_id = i.property_id AND r.receipt_id = i.receipt_id AND r.chain_root = $root
       WHERE i.property_id = $propertyId AND i.kind IN ('fisc', 'root') AND i.value = $root
       ORDER BY r.closed_at, r.receipt_id`,
    );
    this.#link = db.prepare<
      [string, bigint],
      { toType: string; toId: bigint; action: string }
    >(
      `SELECT to_type AS toType, to_id AS toId, action FROM links
       WHERE property_id = ? AND kind = 'reverses-receipt' AND from_id = ? ORDER BY link_id DESC LIMIT 1`,
    );
    this.#balance = db
      .prepare<[string, string], bigint>(
        "SELECT balance FROM folio_balances WHERE property_id = ? AND folio_id = ?",
      )
      .pluck();
    this.#isFolio = db
      .prepare<
        { propertyId: string; folioId: string; locationId: string | null },
        bigint
      >(
        `SELECT 1 FROM reservations WHERE property_id = $propertyId AND reservation_id = $folioId
         UNION ALL SELECT 1 FROM house_accounts WHERE property_id = $propertyId AND folio_id = $folioId
         UNION ALL SELECT 1 FROM business_locations WHERE property_id = $propertyId
           AND business_location_id = $locationId LIMIT 1`,
      )
      .pluck();
    this.#postings = db.prepare<[string, string], PostingRow>(
      `SELECT ${POSTING_COLUMNS} FROM postings p WHERE p.property_id = ? AND p.folio_id = ?
       ORDER BY p.posting_id DESC LIMIT ${FOLIO_POSTINGS_MAX}`,
    );
  }

  receipt(propertyId: string, reference: string): ReceiptView | null {
    return this.#db.transaction(() => {
      const row = this.#find(propertyId, reference);
      return row === null ? null : this.#view(propertyId, row);
    })();
  }

  folio(propertyId: string, folioId: string): FolioView | null {
    const locationId = folioId.startsWith(CLEARING_PREFIX)
      ? folioId.slice(CLEARING_PREFIX.length)
      : null;
    return this.#db.transaction(() => {
      if (this.#isFolio.get({ propertyId, folioId, locationId }) === undefined)
        return null;
      const balance = this.#balance.get(propertyId, folioId) ?? 0n;
      return {
        folioId,
        balance,
        postings: this.postingViews(
          propertyId,
          this.#postings.all(propertyId, folioId),
        ),
      };
    })();
  }

  /** With the flags of the posting itself, of its bill and of its receipt. */
  postingViews(propertyId: string, rows: readonly PostingRow[]): PostingView[] {
    const standing = this.#flags.of(propertyId, [
      ...new Set(rows.map((row) => row.receiptId)),
    ]);
    return rows.map((row) => ({
      ...postingOf(row),
      flags: flagsOfPosting(row, standing),
    }));
  }

  #find(propertyId: string, reference: string): WholeReceiptRow | null {
    const id = idOf(reference);
    const byId = id === null ? undefined : this.#byId.get(propertyId, id);
    if (byId !== undefined) return byId;
    const found =
      this.#byFiscId.get(propertyId, reference) ??
      this.#byNumber.get(propertyId, reference);
    return found === undefined
      ? null
      : (this.#byId.get(propertyId, found) ?? null);
  }

  #view(propertyId: string, row: WholeReceiptRow): ReceiptView {
    const { lines, payments, chainRoot, initialAccountId, ...summary } = row;
    const { receiptId } = row;
    const chain =
      chainRoot === null
        ? []
        : this.#chain.all({ propertyId, root: chainRoot });
    const link = this.#link.get(propertyId, receiptId);
    return {
      ...summaryOf(
        summary,
        this.#flags.namesOf(propertyId, [receiptId]).get(receiptId) ?? [],
      ),
      initialAccountId,
      bills: this.#bills.all(propertyId, receiptId),
      lines: readLines(lines),
      payments: readPayments(payments),
      chain: chain.length === 0 ? [{ receiptId, kind: row.kind }] : chain,
      reverses:
        link?.action === "linked" && link.toType === "receipt"
          ? link.toId
          : null,
    };
  }
}
