import { CLEARING_PREFIX } from "../../../properties/property.ts";
import type { ReceiptKind } from "../../../receipts/receipt.ts";
import { readLines, readPayments } from "../../documents.ts";
import { flagsOfPosting } from "../../flag-rows.ts";
import { idOf } from "../../numbers.ts";
import { POSTING_COLUMNS, postingOf } from "../../posting-rows.ts";
import type { PostingRow } from "../../posting-rows.ts";
import { RECEIPT_COLUMNS, summaryOf } from "../../receipt-rows.ts";
import type { WholeReceiptRow } from "../../receipt-rows.ts";
import type { FolioView, PostingView, ReceiptView } from "../../store.ts";
import type { Sql } from "../connection/sql.ts";
import { standingFlagNames, standingFlags } from "../standing-flags.ts";

const FOLIO_POSTINGS_MAX = 100;

export async function readReceipt(
  sql: Sql,
  propertyId: string,
  reference: string,
): Promise<ReceiptView | null> {
  const row = await find(sql, propertyId, reference);
  return row === undefined ? null : await view(sql, propertyId, row);
}

export async function readFolio(
  sql: Sql,
  propertyId: string,
  folioId: string,
): Promise<FolioView | null> {
  const locationId = folioId.startsWith(CLEARING_PREFIX)
    ? folioId.slice(CLEARING_PREFIX.length)
    : null;
  const known = await sql.row(
    `SELECT 1 FROM reservations WHERE property_id = $1 AND reservation_id = $2
     UNION ALL SELECT 1 FROM house_accounts WHERE property_id = $1 AND folio_id = $2
     UNION ALL SELECT 1 FROM business_locations WHERE property_id = $1 AND business_location_id = $3 LIMIT 1`,
    propertyId,
    folioId,
    locationId,
  );
  if (known === undefined) return null;
  const sum = await sql.row<{ balance: bigint }>(
    "SELECT balance FROM folio_balances WHERE property_id = $1 AND folio_id = $2",
    propertyId,
    folioId,
  );
  const postings = await sql.rows<PostingRow>(
    `SELECT ${POSTING_COLUMNS} FROM postings p WHERE p.property_id = $1 AND p.folio_id = $2
     ORDER BY p.posting_id DESC LIMIT ${FOLIO_POSTINGS_MAX}`,
    propertyId,
    folioId,
  );
  return {
    folioId,
    balance: sum?.balance ?? 0n,
    postings: await postingViews(sql, propertyId, postings),
  };
}

/** With the flags of the posting itself, of its bill and of its receipt. */
export async function postingViews(
  sql: Sql,
  propertyId: string,
  rows: readonly PostingRow[],
): Promise<PostingView[]> {
  const ids = [...new Set(rows.map((row) => row.receiptId))];
  const propertyIds = ids.map(() => propertyId);
  const standing = await standingFlags(sql, { propertyIds, ids });
  return rows.map((row) => ({
    ...postingOf(row),
    flags: flagsOfPosting(row, standing),
  }));
}

async function find(
  sql: Sql,
  propertyId: string,
  reference: string,
): Promise<WholeReceiptRow | undefined> {
  const byId = (id: bigint) =>
    sql.row<WholeReceiptRow>(
      `SELECT ${RECEIPT_COLUMNS}, r.initial_account_id AS "initialAccountId", r.lines, r.payments,
         r.chain_root AS "chainRoot" FROM receipts r WHERE r.property_id = $1 AND r.receipt_id = $2`,
      propertyId,
      id,
    );
  const id = idOf(reference);
  const own = id === null ? undefined : await byId(id);
  if (own !== undefined) return own;
  const found =
    (await sql.row<{ receiptId: bigint }>(
      `SELECT receipt_id AS "receiptId" FROM identities WHERE property_id = $1 AND kind = 'fisc' AND value = $2
       ORDER BY receipt_id DESC LIMIT 1`,
      propertyId,
      reference,
    )) ??
    (await sql.row<{ receiptId: bigint }>(
      `SELECT receipt_id AS "receiptId" FROM receipts WHERE property_id = $1 AND receipt_number = $2
       ORDER BY receipt_id DESC LIMIT 1`,
      propertyId,
      reference,
    ));
  return found === undefined ? undefined : await byId(found.receiptId);
}

async function view(
  sql: Sql,
  propertyId: string,
  row: WholeReceiptRow,
): Promise<ReceiptView> {
  const { lines, payments, chainRoot, initialAccountId, ...summary } = row;
  const { receiptId } = row;
  const bills = await sql.rows<ReceiptView["bills"][number]>(
    `SELECT folio_id AS "folioId", sum(amount)::bigint AS amount, sum(gratuity)::bigint AS gratuity FROM bills
     WHERE property_id = $1 AND receipt_id = $2 GROUP BY folio_id
     HAVING sum(amount) <> 0 OR sum(gratuity) <> 0 OR count(*) = 1 ORDER BY min(bill_no)`,
    propertyId,
    receiptId,
  );
  const link = await sql.row<{ toType: string; toId: bigint; action: string }>(
    `SELECT to_type AS "toType", to_id AS "toId", action FROM links
     WHERE property_id = $1 AND kind = 'reverses-receipt' AND from_id = $2 ORDER BY link_id DESC LIMIT 1`,
    propertyId,
    receiptId,
  );
  const chain = await readChain(sql, propertyId, chainRoot);
  const flags = await standingFlagNames(sql, propertyId, [receiptId]);
  return {
    ...summaryOf(summary, flags.get(receiptId) ?? []),
    initialAccountId,
    bills,
    lines: readLines(lines),
    payments: readPayments(payments),
    chain: chain.length === 0 ? [{ receiptId, kind: row.kind }] : chain,
    reverses:
      link?.action === "linked" && link.toType === "receipt" ? link.toId : null,
  };
}

async function readChain(
  sql: Sql,
  propertyId: string,
  root: string | null,
): Promise<{ receiptId: bigint; kind: ReceiptKind }[]> {
  if (root === null) return [];
  return await sql.rows(
    `SELECT r.receipt_id AS "receiptId", r.kind FROM receipts r
     WHERE r.property_id = $1 AND r.chain_root = $2 AND r.receipt_id IN (SELECT i.receipt_id FROM identities i
       WHERE i.property_id = $1 AND i.kind IN ('fisc', 'root') AND i.value = $2)
     ORDER BY r.closed_at, r.receipt_id`,
    propertyId,
    root,
  );
}
