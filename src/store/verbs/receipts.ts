import { CLEARING_PREFIX } from "../../properties/property.ts";
import { lineRests } from "../../folios/refundable.ts";
import { readLines, readPayments } from "../documents.ts";
import { flagsOfPosting } from "../flag-rows.ts";
import { POSTING_COLUMNS, postingOf } from "../posting-rows.ts";
import type { PostingRow } from "../posting-rows.ts";
import { RECEIPT_COLUMNS, summaryOf } from "../receipt-rows.ts";
import type { WholeReceiptRow } from "../receipt-rows.ts";
import type {
  FolioView,
  PostingView,
  ReceiptView,
} from "../contract/receipts.ts";
import { row, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { readChain } from "./chains.ts";
import { receiptIdsOf } from "./receipt-names.ts";
import { refundableReceipt } from "./refund-facts.ts";
import { refundsOf } from "./refunds.ts";
import { standingFlagNames, standingFlags } from "./standing-flags.ts";

const FOLIO_POSTINGS_MAX = 100;

export function* getReceipt(
  propertyId: string,
  reference: string,
): Steps<ReceiptView | null> {
  const [newest] = yield* receiptIdsOf(propertyId, reference, 1);
  if (newest === undefined) return null;
  const row = yield* find(propertyId, newest);
  return row === undefined ? null : yield* view(propertyId, row);
}

export function* getFolio(
  propertyId: string,
  folioId: string,
): Steps<FolioView | null> {
  const locationId = folioId.startsWith(CLEARING_PREFIX)
    ? folioId.slice(CLEARING_PREFIX.length)
    : null;
  const known = yield* row(
    `SELECT 1 FROM reservations WHERE property_id = $1 AND reservation_id = $2
     UNION ALL SELECT 1 FROM house_accounts WHERE property_id = $1 AND folio_id = $2
     UNION ALL SELECT 1 FROM business_locations WHERE property_id = $1 AND business_location_id = $3 LIMIT 1`,
    propertyId,
    folioId,
    locationId,
  );
  if (known === undefined) return null;
  const sum = yield* row<{ balance: bigint }>(
    "SELECT balance FROM folio_balances WHERE property_id = $1 AND folio_id = $2",
    propertyId,
    folioId,
  );
  const postings = yield* rows<PostingRow>(
    `SELECT ${POSTING_COLUMNS} FROM postings p WHERE p.property_id = $1 AND p.folio_id = $2
     ORDER BY p.posting_id DESC LIMIT ${FOLIO_POSTINGS_MAX}`,
    propertyId,
    folioId,
  );
  return {
    folioId,
    balance: sum?.balance ?? 0n,
    postings: yield* postingViews(propertyId, postings),
  };
}

/** With the flags of the posting itself, of its bill and of its receipt. */
export function* postingViews(
  propertyId: string,
  postings: readonly PostingRow[],
): Steps<PostingView[]> {
  const ids = [...new Set(postings.map((row) => row.receiptId))];
  const standing = yield* standingFlags(propertyId, ids);
  return postings.map((row) => ({
    ...postingOf(row),
    flags: flagsOfPosting(row, standing),
  }));
}

function* find(
  propertyId: string,
  receiptId: bigint,
): Steps<WholeReceiptRow | undefined> {
  return yield* row<WholeReceiptRow>(
    `SELECT ${RECEIPT_COLUMNS}, r.initial_account_id AS "initialAccountId", r.lines, r.payments,
       r.chain_root AS "chainRoot" FROM receipts r WHERE r.property_id = $1 AND r.receipt_id = $2`,
    propertyId,
    receiptId,
  );
}

function* view(propertyId: string, found: WholeReceiptRow): Steps<ReceiptView> {
  const { lines, payments, chainRoot, initialAccountId, ...summary } = found;
  const { receiptId } = found;
  const sold = readLines(lines);
  const bills = yield* rows<ReceiptView["bills"][number]>(
    `SELECT folio_id AS "folioId", CAST(sum(amount) AS bigint) AS amount, CAST(sum(gratuity) AS bigint) AS gratuity FROM bills
     WHERE property_id = $1 AND receipt_id = $2 AND cause <> 'refund' GROUP BY folio_id
     HAVING sum(amount) <> 0 OR sum(gratuity) <> 0 OR count(*) = 1 ORDER BY min(bill_no)`,
    propertyId,
    receiptId,
  );
  const link = yield* row<{ toType: string; toId: bigint; action: string }>(
    `SELECT to_type AS "toType", to_id AS "toId", action FROM links
     WHERE property_id = $1 AND kind = 'reverses-receipt' AND from_id = $2 ORDER BY link_id DESC LIMIT 1`,
    propertyId,
    receiptId,
  );
  const chain = yield* readChain(propertyId, chainRoot);
  const flags = yield* standingFlagNames(propertyId, [receiptId]);
  const receipt = { receiptId, kind: found.kind, lines: sold };
  const refundable = yield* refundableReceipt(propertyId, receipt, chain);
  const rests = new Map(
    lineRests(refundable, null).map((rest) => [rest.line.lineNo, rest]),
  );
  return {
    ...summaryOf(summary, flags.get(receiptId) ?? []),
    initialAccountId,
    bills,
    lines: sold,
    refundable: sold.map(({ lineNo }) => {
      const rest = rests.get(lineNo);
      return { quantity: rest?.quantity ?? 0n, amount: rest?.amount ?? 0n };
    }),
    refunds: yield* refundsOf(propertyId, receiptId, chain),
    payments: readPayments(payments),
    chain: chain.length === 0 ? [{ receiptId, kind: found.kind }] : chain,
    reverses:
      link?.action === "linked" && link.toType === "receipt" ? link.toId : null,
  };
}
