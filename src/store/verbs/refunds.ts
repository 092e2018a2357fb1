import { isReservedIn } from "../../folios/charge-decision.ts";
import { linesGivenBack } from "../../folios/lines-given-back.ts";
import { isClearingAccount } from "../../properties/property.ts";
import { readLines } from "../documents.ts";
import { BILLS_AND_POSTINGS, IS_POSTING_OF_BILL } from "../posting-rows.ts";
import { REFUND_COLUMNS, REFUNDS, readRefundLines } from "../refund-rows.ts";
import type { RefundRow } from "../refund-rows.ts";
import type { ReceiptKind } from "../../receipts/receipt.ts";
import type { ReceiptView } from "../contract/receipts.ts";
import type { RefundView } from "../contract/refunds.ts";
import { chunks, places, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { takenBackReceipts } from "./standing-links.ts";

export function* getRefund(
  propertyId: string,
  refundId: bigint,
): Steps<RefundView | null> {
  const found = yield* refundsById(propertyId, [refundId]);
  return found[0] ?? null;
}

/** Of one sale: made here, and reversals of its chain that are linked to it. */
export function* refundsOf(
  propertyId: string,
  receiptId: bigint,
  chain: readonly { receiptId: bigint; kind: ReceiptKind }[],
): Steps<ReceiptView["refunds"]> {
  const reversals = chain
    .filter(({ kind }) => kind === "reversal")
    .map((member) => member.receiptId);
  const linked = yield* takenBackReceipts(propertyId, reversals);
  const back = reversals.filter((id) => linked.get(id) === receiptId);
  const here = yield* rows<{ refundId: bigint }>(
    'SELECT refund_id AS "refundId" FROM refunds WHERE property_id = $1 AND receipt_id = $2',
    propertyId,
    receiptId,
  );
  const wanted = [...here.map(({ refundId }) => refundId), ...back];
  if (wanted.length === 0) return [];
  return yield* rows(
    `SELECT f.refund_id AS "refundId", f.status, f.total_amount AS total FROM ${REFUNDS}
     WHERE f.property_id = $1 AND f.refund_id IN (${places(wanted.length, 1)}) ORDER BY f.refund_id`,
    propertyId,
    ...wanted,
  );
}

/** In the order of the ids; those that are not refunds are left out. */
export function* refundsById(
  propertyId: string,
  refundIds: readonly bigint[],
): Steps<RefundView[]> {
  const found = yield* inChunks<RefundRow>(
    refundIds,
    (ids) =>
      `SELECT ${REFUND_COLUMNS} FROM ${REFUNDS} WHERE f.property_id = $1 AND f.refund_id IN (${ids}) ORDER BY f.refund_id`,
    propertyId,
  );
  return yield* refundViews(propertyId, found);
}

/** Refunds with what they took back, of whom, and of which lines. */
export function* refundViews(
  propertyId: string,
  found: readonly RefundRow[],
): Steps<RefundView[]> {
  const tills = found.filter(({ origin }) => origin === "till");
  const tillIds = tills.map(({ refundId }) => refundId);
  const originals = yield* takenBackReceipts(propertyId, tillIds);
  const receiptOf = (row: RefundRow): bigint | null =>
    row.receiptId ?? originals.get(row.refundId) ?? null;
  const receipts = yield* readReceipts(propertyId, [
    ...found.map(receiptOf).filter((id) => id !== null),
    ...tillIds,
  ]);
  const lineLinks = yield* readLineLinks(propertyId, tillIds);
  const bills = yield* readBills(propertyId, found);
  const names = yield* readNames(
    propertyId,
    bills.map(({ folioId }) => folioId),
  );
  return found.map((row): RefundView => {
    const receiptId = receiptOf(row);
    const receipt = receiptId === null ? undefined : receipts.get(receiptId);
    const own = bills.filter((bill) => isBillOf(bill, row));
    const guests = own.filter(({ folioId }) => !isClearingAccount(folioId));
    const guest = guests.length === 1 ? guests[0]!.folioId : null;
    return {
      refundId: row.refundId,
      origin: row.origin,
      kind:
        row.kind ??
        (receipt !== undefined &&
        row.totalAmount === receipt.gross + receipt.tips
          ? "full"
          : "amount"),
      status: row.status,
      receipt:
        receipt === undefined
          ? null
          : {
              receiptId: receipt.receiptId,
              uuid: receipt.uuid,
              fiscId: receipt.fiscId,
            },
      businessLocationId: row.businessLocationId,
      bills: own.map(({ folioId, amount, gratuity }) => ({
        folioId,
        amount: -amount,
        gratuity: -gratuity,
      })),
      customer:
        guest === null
          ? null
          : { folioId: guest, name: names.get(guest) ?? null },
      postedDate: row.postedDate,
      totals: {
        totalDiscount: row.totalDiscount,
        discountPercentage: row.discountPercentage,
        subTotal: row.subTotal,
        taxAmount: row.taxAmount,
        totalAmount: row.totalAmount,
        tipAmount: row.tipAmount,
      },
      external: row.external === 1n,
      overRefunded: row.overRefunded,
      reason: row.reason,
      externalKey: row.externalKey,
      lines:
        row.lines === null
          ? linesGivenBack(readLines(receipts.get(row.refundId)!.lines)).map(
              (line) => ({
                ...line,
                lineNo: lineLinks.get(`${row.refundId} ${line.lineNo}`) ?? null,
              }),
            )
          : readRefundLines(row.lines),
      createdAt: Number(row.createdAt),
      modifiedAt: Number(row.modifiedAt),
    };
  });
}

function* inChunks<Row>(
  ids: readonly (bigint | string)[],
  text: (places: string) => string,
  propertyId: string,
): Steps<Row[]> {
  const found: Row[] = [];
  for (const some of chunks([...new Set(ids)])) {
    const own = text(places(some.length, 1));
    for (const row of yield* rows<Row>(own, propertyId, ...some))
      found.push(row);
  }
  return found;
}

interface ReceiptRef {
  receiptId: bigint;
  uuid: string | null;
  fiscId: string | null;
  gross: bigint;
  tips: bigint;
  lines: string;
}

function* readReceipts(
  propertyId: string,
  ids: readonly bigint[],
): Steps<Map<bigint, ReceiptRef>> {
  const found = yield* inChunks<ReceiptRef>(
    ids,
    (some) =>
      `SELECT receipt_id AS "receiptId", uuid, fisc_id AS "fiscId", gross, tips, lines FROM receipts
       WHERE property_id = $1 AND receipt_id IN (${some})`,
    propertyId,
  );
  return new Map(found.map((row) => [row.receiptId, row]));
}

/** By reversal and its line: the line of the sale that its postings take back. */
function* readLineLinks(
  propertyId: string,
  ids: readonly bigint[],
): Steps<Map<string, number>> {
  const found = yield* inChunks<{
    receiptId: bigint;
    own: bigint;
    original: bigint | null;
  }>(
    ids,
    (some) =>
      `SELECT x."receiptId", x.own, (
         SELECT o.line_no FROM postings o
         WHERE o.property_id = $1 AND o.posting_id = x.reverses AND o.receipt_id <> x."receiptId") AS original
       FROM (
         SELECT p.receipt_id AS "receiptId", p.line_no AS own,
           (SELECT CASE l.action WHEN 'linked' THEN l.to_id END FROM links l
            WHERE l.property_id = p.property_id AND l.kind = 'reverses-posting' AND l.from_id = p.posting_id
            ORDER BY l.link_id DESC LIMIT 1) AS reverses
         FROM ${BILLS_AND_POSTINGS}
         WHERE b.property_id = $1 AND b.receipt_id IN (${some}) AND ${IS_POSTING_OF_BILL} AND p.line_no IS NOT NULL) x`,
    propertyId,
  );
  return new Map(
    found.flatMap(({ receiptId, own, original }) =>
      original === null ? [] : [[`${receiptId} ${own}`, Number(original)]],
    ),
  );
}

interface BillRow {
  receiptId: bigint;
  cause: string;
  folioId: string;
  amount: bigint;
  gratuity: bigint;
  firstPostingId: bigint;
}

function* readBills(
  propertyId: string,
  found: readonly RefundRow[],
): Steps<BillRow[]> {
  return yield* inChunks<BillRow>(
    found.map((row) => row.receiptId ?? row.refundId),
    (some) =>
      `SELECT receipt_id AS "receiptId", cause, folio_id AS "folioId", amount, gratuity,
         first_posting_id AS "firstPostingId" FROM bills
       WHERE property_id = $1 AND receipt_id IN (${some}) ORDER BY receipt_id, bill_no`,
    propertyId,
  );
}

/** Of a reversal that was moved, what was first booked; where it stands now is shown on its receipt. */
function isBillOf(bill: BillRow, row: RefundRow): boolean {
  const { receiptId, refundId, firstPostingId } = row;
  if (receiptId === null || firstPostingId === null)
    return bill.receiptId === refundId && bill.cause !== "move";
  const { postingCount } = row;
  return (
    bill.receiptId === receiptId &&
    bill.cause === "refund" &&
    isReservedIn(bill.firstPostingId, { firstPostingId, postingCount })
  );
}

function* readNames(
  propertyId: string,
  folioIds: readonly string[],
): Steps<Map<string, string>> {
  const found = yield* inChunks<{ folioId: string; name: string }>(
    folioIds,
    (some) =>
      `SELECT reservation_id AS "folioId", client_name AS name FROM reservations
       WHERE property_id = $1 AND reservation_id IN (${some})`,
    propertyId,
  );
  return new Map(found.map(({ folioId, name }) => [folioId, name]));
}
