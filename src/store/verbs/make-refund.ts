import { decideRefund, notASale } from "../../folios/decide-refund.ts";
import type { RefundFacts } from "../../folios/refund-decision.ts";
import type { PostedRefund } from "../../folios/refund-decision.ts";
import { lineRests, tipRests } from "../../folios/refundable.ts";
import { sum } from "../../money.ts";
import { isClearingAccount } from "../../properties/property.ts";
import { BooksWriter } from "../keep-books.ts";
import type { BillOrigin } from "../keep-books.ts";
import { REFUND_TABLE_COLUMNS, refundRow } from "../refund-rows.ts";
import { idOf } from "../numbers.ts";
import { NotInStore } from "../contract/errors.ts";
import type { IdempotencyConflict } from "../contract/acts.ts";
import type {
  MadeRefund,
  MakeRefund,
  RefundRefused,
} from "../contract/refunds.ts";
import { places, row, rows, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { once } from "./idempotency.ts";
import { GatheredRows } from "./gathered-rows.ts";
import { lockChain, lockProperties } from "./locks.ts";
import { readProperty } from "./properties.ts";
import { readChain } from "./chains.ts";
import { receiptIdsOf } from "./receipt-names.ts";
import { findReceipt, refundableReceipt } from "./refund-facts.ts";
import type { FoundReceipt } from "./refund-facts.ts";
import { refundsById } from "./refunds.ts";
import { recordAct } from "./trail.ts";
import type { VerbContext } from "./verb-context.ts";

/**
 * Gives back what was asked for, complete or not at all. It waits for bills of the same chain and they for it, so what it
 * reads stands until it is written.
 */
export function* makeRefund(
  request: MakeRefund,
  context: VerbContext,
): Steps<
  (MadeRefund & { replayed: boolean }) | RefundRefused | IdempotencyConflict
> {
  const { propertyId, idempotency } = request;
  yield* lockProperties([propertyId]);
  return yield* once(
    { propertyId, act: "make-refund", idempotency },
    decideAndKeep(request, context),
    context,
  );
}

function* decideAndKeep(
  request: MakeRefund,
  context: VerbContext,
): Steps<MadeRefund | RefundRefused> {
  const { propertyId } = request;
  const receiptId = yield* onlyReceipt(request);
  if (typeof receiptId !== "bigint") return receiptId;
  const found = yield* findReceipt(propertyId, receiptId);
  if (found === null) return yield* noReceipt(propertyId, receiptId);
  if (found.chainRoot !== null)
    yield* lockChain(propertyId, found.chainRoot, context.now);
  const facts = yield* readFacts(propertyId, found, context);
  const decision = decideRefund(request.asked, facts);
  if (decision.kind === "refused") return decision;
  yield* keep(propertyId, decision, found, context);
  const { refundId, totals, external } = decision.refund;
  yield* recordAct(
    {
      propertyId,
      actor: request.actor,
      act: "refund.made",
      details: {
        refundId: String(refundId),
        receiptId: String(receiptId),
        totalAmount: String(totals.totalAmount),
        external,
      },
    },
    context,
  );
  return yield* made(propertyId, decision, found);
}

const SEVERAL_NAMED_MAX = 5;

function* onlyReceipt({
  propertyId,
  receipt,
}: MakeRefund): Steps<bigint | RefundRefused> {
  if (typeof receipt === "bigint") return receipt;
  const limit = SEVERAL_NAMED_MAX + 1;
  const found = yield* receiptIdsOf(propertyId, receipt, limit);
  if (found.length === 0) return yield* noReceipt(propertyId, idOf(receipt));
  if (found.length === 1) return found[0]!;
  const named = found.slice(0, SEVERAL_NAMED_MAX).join(", ");
  const more = found.length > SEVERAL_NAMED_MAX ? " and others" : "";
  return {
    kind: "refused",
    rule: "receipt-ambiguous",
    pointer: "/receiptId",
    detail: `is a number that several receipts have: send the id of one, ${named}${more}`,
    left: null,
  };
}

/** A refund is told apart from what never was. */
function* noReceipt(
  propertyId: string,
  id: bigint | null,
): Steps<RefundRefused> {
  const refund =
    id === null
      ? undefined
      : yield* row(
          "SELECT 1 FROM refunds WHERE property_id = $1 AND refund_id = $2",
          propertyId,
          id,
        );
  return refund === undefined
    ? { kind: "no-such-receipt" }
    : notASale("refund");
}

function* readFacts(
  propertyId: string,
  found: FoundReceipt,
  { ids, now }: VerbContext,
): Steps<RefundFacts> {
  const stored = yield* readProperty(propertyId);
  if (stored === null) throw new NotInStore("property");
  const chain = yield* readChain(propertyId, found.chainRoot);
  const receipt = yield* refundableReceipt(propertyId, found, chain);
  const folios = new Set(receipt.postings.map(({ folioId }) => folioId));
  return {
    now,
    ids,
    property: stored.property,
    lastClosedDate: stored.lastClosedDate,
    receipt: {
      ...receipt,
      receiptId: found.receiptId,
      businessLocationId: found.businessLocationId,
    },
    goneFolios: yield* goneFolios(propertyId, [...folios]),
  };
}

/** Of guests who have checked out, and of house accounts the hotel has no more. */
function* goneFolios(
  propertyId: string,
  folioIds: readonly string[],
): Steps<ReadonlySet<string>> {
  if (folioIds.length === 0) return new Set();
  const some = places(folioIds.length, 1);
  const gone = yield* rows<{ folioId: string }>(
    `SELECT reservation_id AS "folioId" FROM reservations
     WHERE property_id = $1 AND reservation_id IN (${some}) AND status = 'checked-out'
     UNION ALL SELECT folio_id FROM house_accounts WHERE property_id = $1 AND folio_id IN (${some}) AND retired = 1`,
    propertyId,
    ...folioIds,
  );
  return new Set(gone.map(({ folioId }) => folioId));
}

function* keep(
  propertyId: string,
  { refund, effects }: PostedRefund,
  found: FoundReceipt,
  { ids, now }: VerbContext,
): Steps<void> {
  const { receiptId } = found;
  const last = yield* row<{ billNo: bigint | null }>(
    'SELECT max(bill_no) AS "billNo" FROM bills WHERE property_id = $1 AND receipt_id = $2',
    propertyId,
    receiptId,
  );
  const origin = yield* row<BillOrigin>(
    `SELECT closed_at AS "closedAt", lines_digest AS "linesDigest" FROM receipts
     WHERE property_id = $1 AND receipt_id = $2`,
    propertyId,
    receiptId,
  );
  const gathered = new GatheredRows();
  const books = new BooksWriter({
    rows: gathered,
    ids,
    kept: {
      lastBillNo: () => last?.billNo ?? null,
      billOrigin: () => origin,
    },
  });
  books.write(effects, { propertyId, eventId: refund.refundId, now });
  const values = refundRow(propertyId, refund);
  yield* run(
    `INSERT INTO refunds (${REFUND_TABLE_COLUMNS}) VALUES (${places(values.length, 0)})`,
    ...values,
  );
  yield* gathered.insert();
}

/** The finished refund, with what is left now: nothing of it is computed later. */
function* made(
  propertyId: string,
  { refund }: PostedRefund,
  found: FoundReceipt,
): Steps<MadeRefund> {
  const [view] = yield* refundsById(propertyId, [refund.refundId]);
  const chain = yield* readChain(propertyId, found.chainRoot);
  const receipt = yield* refundableReceipt(propertyId, found, chain);
  const rests = lineRests(receipt, null);
  const folioIds = view!.bills
    .map(({ folioId }) => folioId)
    .filter((folioId) => !isClearingAccount(folioId));
  const balances: MadeRefund["balances"] = [];
  for (const folioId of folioIds) {
    const kept = yield* row<{ balance: bigint }>(
      "SELECT balance FROM folio_balances WHERE property_id = $1 AND folio_id = $2",
      propertyId,
      folioId,
    );
    balances.push({ folioId, balance: kept?.balance ?? 0n });
  }
  return {
    kind: "done",
    refund: view!,
    remaining: {
      amount: sum(rests.map(({ amount }) => amount)),
      tip: sum(tipRests(receipt, null).map(({ amount }) => amount)),
      lines: rests.map(({ line, quantity, amount }) => ({
        lineNo: line.lineNo,
        quantity,
        amount,
      })),
    },
    balances,
  };
}
