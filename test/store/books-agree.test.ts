import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type {
  Charge,
  ChargeDecision,
  ChargeOutcome,
  MemberRef,
} from "../../src/folios/charge-decision.ts";
import type { Posting } from "../../src/folios/posting.ts";
import { lineRests } from "../../src/folios/refundable.ts";
import type { Property } from "../../src/properties/property.ts";
import type { Store } from "../../src/store/store.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest } from "../support/books.ts";
import { generatedRefunds, refundAsked } from "../support/generated-refunds.ts";
import { expectSound } from "../support/sound-books.ts";
import {
  actor,
  auditOf,
  closeAll,
  freshHotel,
  firstPage,
  openEngine,
  placeOf,
  planOf,
} from "./store-fixture.ts";

/**
 * What a restaurant and its hotel do in an evening; `of` picks an earlier bill, receipt or refused one, `together` sends
 * it in one batch with the next.
 */
const steps = fc.array(
  fc.record({
    act: fc.constantFrom(
      "sale",
      "sale",
      "sale",
      "dinner",
      "void",
      "void",
      "part",
      "correct",
      "again",
      "repost",
      "repost",
      "dismiss",
      "check-in",
      "check-out",
      "refund",
      "refund",
      "refund",
    ),
    room: fc.constantFrom("001", "002", "003", "005", "999", null),
    amount: fc.integer({ min: 1, max: 3 }),
    minute: fc.integer({ min: 0, max: 40 }),
    of: fc.nat({ max: 20 }),
    together: fc.boolean(),
    refund: generatedRefunds,
    folio: fc.constantFrom("001", "003", "004", "005", "999", "house", "sent"),
  }),
  { minLength: 1, maxLength: 16, size: "max" },
);
type Step = (typeof steps extends fc.Arbitrary<infer Steps>
  ? Steps
  : never)[number];

let store: Store;
beforeAll(async () => {
  // The plain books write when a bill is received.
  const now = Date.parse("2026-11-20T21:00:00Z");
  store = await openEngine({ clock: { now: () => now } });
});
afterAll(closeAll);

test("whatever happens in an evening, alone or in batches, the store's books are those of the plain ones in memory", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (evening) => {
      const hotel = freshHotel();
      await store.provision(planOf(hotel));
      await play(hotel, evening);
    }),
    { numRuns: 120 },
  );
  const audited = await auditOf(placeOf(store));
  expect(audited).toMatchObject({ violations: 0, found: [] });
}, 240_000);

async function play(hotel: Property, evening: Step[]): Promise<void> {
  const books = new Books(
    [
      guest("001"),
      guest("002"),
      guest("003", { blocked: true }),
      guest("004", { status: "checked-out" }),
      guest("005", { status: "due-in" }),
    ],
    hotel,
  );
  const bills: Bill[] = [];
  const sent: Sent[] = [];
  const mine = new Map<bigint, bigint>();
  for (const step of evening) {
    if (step.act === "repost" || step.act === "dismiss") {
      await settle(sent, mine);
      await decide(step, hotel, books, mine);
      expectSound(books);
      continue;
    }
    if (step.act === "refund") {
      await settle(sent, mine);
      await giveBack(step, hotel, books, mine);
      expectSound(books);
      continue;
    }
    if (step.act === "check-in" || step.act === "check-out") {
      const status = step.act === "check-in" ? "in-house" : "checked-out";
      books.accounts.set("005", guest("005", { status }));
      await setStatus(hotel, status);
      continue;
    }
    const bill = billOf(step, bills);
    bills.push(bill);
    const charge: Charge = {
      ...chargeOf(bill, hotel),
      businessLocationId: hotel.businessLocations[0]!.id,
    };
    const expected = books.take(charge);
    expectSound(books);
    const body = Buffer.from(JSON.stringify(bill));
    sent.push({ expected, answer: store.takeCharge(charge, body) });
    if (!step.together) await Promise.all(sent.map(({ answer }) => answer));
  }
  await settle(sent, mine);
  await compare(hotel, books, mine);
}

interface Sent {
  expected: ChargeDecision;
  answer: Promise<ChargeOutcome>;
}

/** Waits for the answers, and for each the plain books' id is known to be the store's. */
async function settle(sent: Sent[], mine: Map<bigint, bigint>): Promise<void> {
  for (const { expected: decision, answer: promise } of sent.splice(0)) {
    const answer = await promise;
    expect(answer.kind).toBe(decision.kind);
    mine.set(idOf(decision), idOf(answer));
    if (decision.kind === "posted")
      expect(acknowledged(answer)).toEqual(acknowledged(decision));
    if (decision.kind === "refused")
      expect(answer).toMatchObject({ reason: decision.reason });
  }
}

/** Staff put a refused bill somewhere or aside. */
async function decide(
  step: Step,
  hotel: Property,
  books: Books,
  mine: Map<bigint, bigint>,
): Promise<void> {
  const item = books.refused[step.of % Math.max(1, books.refused.length)];
  if (item === undefined) return;
  const { refusedId } = item;
  const request = {
    actor,
    propertyId: hotel.id,
    refusedId: String(mine.get(refusedId)),
    idempotency: null,
  };
  if (step.act === "dismiss") {
    const answer = await store.dismissRefused({ ...request, reason: "none" });
    expect(answer.kind).toBe(books.dismiss(refusedId) ? "done" : "not-open");
    return;
  }
  const clearing = `house:${hotel.businessLocations[0]!.id}`;
  const folio = step.folio === "house" ? clearing : step.folio;
  const named = item.charge.totalled.payments
    .filter(({ methodCode }) => methodCode === "IKPMS")
    .map(({ reservationId }) => reservationId ?? "");
  const folios =
    step.folio === "sent"
      ? {}
      : Object.fromEntries(named.map((id) => [id, folio]));
  const expected = books.repost(refusedId, folios, step.together);
  const answer = await store.repostRefused({
    ...request,
    folios,
    doubleConfirmed: step.together,
  });
  if (expected.kind === "posted") {
    expect(answer).toMatchObject({
      kind: "done",
      refused: { status: "reposted" },
    });
    if (answer.kind === "done")
      mine.set(expected.receiptId, answer.refused.receiptId!);
  } else {
    expect(answer.kind).toBe(expected.kind);
  }
}

/** Staff give something of a receipt back, or hear the same why not. */
async function giveBack(
  { of, refund }: Step,
  hotel: Property,
  books: Books,
  mine: Map<bigint, bigint>,
): Promise<void> {
  const sales = books.receipts.filter(
    ({ charge }) => charge.totalled.kind === "sale",
  );
  const from = sales.length > 0 ? sales : books.receipts;
  const receipt = from[of % Math.max(1, from.length)];
  if (receipt === undefined) return;
  const { receiptId } = receipt;
  const told = mine.get(receiptId);
  if (told === undefined) return;
  const asked = refundAsked(refund, books.refundFacts(receiptId).receipt);
  const expected = books.refund(receiptId, asked);
  const answer = await store.makeRefund({
    actor,
    propertyId: hotel.id,
    receipt: told,
    asked,
    idempotency: null,
  });
  if (expected.kind === "refused") {
    const { rule, pointer, left } = expected;
    expect(answer).toMatchObject({ kind: "refused", rule, pointer, left });
    return;
  }
  const { refundId, kind, totals } = expected.refund;
  expect(answer).toMatchObject({ kind: "done", refund: { kind, totals } });
  if (answer.kind === "done") mine.set(refundId, answer.refund.refundId);
}

function billOf(step: Step, bills: Bill[]): Bill {
  const { amount, room } = step;
  const closeDate = new Date(
    Date.parse("2026-11-20T18:00:00Z") + step.minute * 60_000,
  ).toISOString();
  const sale = buildBill({
    closeDate,
    transactions: [buildLine({ amount })],
    payments: [
      buildPayment(
        room === null
          ? { amount, methodCode: "CASH", reservationId: null }
          : { amount, gratuity: 1, reservationId: room },
      ),
    ],
  });
  const earlier = bills[step.of % Math.max(1, bills.length)];
  if (step.act === "dinner") return dinnerOf(step, sale);
  if (earlier === undefined || step.act === "sale") return sale;
  if (step.act === "again") return earlier;
  if (step.act === "void") return voidOf(earlier, { closeDate });
  if (step.act === "part") return partOf(earlier, step, closeDate);
  return { ...sale, initialAccountId: earlier["initialAccountId"] };
}

/** Two rooms and a card share it: pieces of two rates, with something off for one and for all. */
function dinnerOf({ amount, room }: Step, sale: Bill): Bill {
  const card = { methodCode: "CARD", methodName: "Card", reservationId: null };
  return {
    ...sale,
    transactions: [
      buildLine({ sku: "S", quantity: 3, amount: 10 * amount + 0.01 }),
      buildLine({ sku: "P", quantity: 2, amount: 9.6, taxRate: 1.19 }),
      buildLine({ sku: "S", amount: -0.5, type: "LineDiscount" }),
      buildLine({ sku: null, amount: -1, type: "AccountDiscount" }),
    ],
    payments: [
      buildPayment({ amount: 7, gratuity: 1, reservationId: room ?? "001" }),
      buildPayment({ amount: 5 * amount, reservationId: "002" }),
      buildPayment({ ...card, amount: 5, gratuity: amount === 3 ? -4 : 0.5 }),
    ],
  };
}

/** The till takes one line back, paid to the first payer. */
function partOf(bill: Bill, { refund }: Step, closeDate: string): Bill {
  const whole = voidOf(bill, { closeDate });
  const { transactions, payments } = whole;
  const own = transactions[refund.line % transactions.length]!;
  const amount = own["amount"] as number;
  return {
    ...whole,
    transactions: [own],
    payments: [buildPayment({ ...payments[0], amount, gratuity: 0 })],
  };
}

async function setStatus(
  hotel: Property,
  status: "in-house" | "checked-out",
): Promise<void> {
  await store.changeReservations({
    actor,
    propertyId: hotel.id,
    mode: "merge",
    reservations: [{ reservationId: "005", status }],
    confirmed: false,
    ifVersion: null,
  });
}

async function compare(
  hotel: Property,
  books: Books,
  mine: ReadonlyMap<bigint, bigint>,
): Promise<void> {
  for (const { receiptId, charge } of books.receipts) {
    // A void that waited for its original becomes a receipt when that comes: no answer told its id.
    const told = mine.get(receiptId);
    const view = await store.getReceipt(
      hotel.id,
      told === undefined ? charge.identity.fiscId! : String(told),
    );
    const ref: MemberRef = { type: "receipt", id: receiptId };
    expect([...view!.flags].sort()).toEqual(books.standingFlags(ref));
    if (told !== undefined) {
      const rests = lineRests(books.refundFacts(receiptId).receipt, null);
      for (const [at, { lineNo }] of view!.lines.entries()) {
        const rest = rests.find(({ line }) => line.lineNo === lineNo);
        const { amount, quantity } = rest ?? { amount: 0n, quantity: 0n };
        expect(view!.refundable[at]).toEqual({ amount, quantity });
      }
    }
    const reverses = books.reverses(receiptId);
    const original = reverses?.type === "receipt" ? reverses.id : null;
    expect(view!.reverses).toBe(original === null ? null : mine.get(original));
  }
  for (const { refusedId, status } of books.refused) {
    const view = await store.getRefused(
      hotel.id,
      String(mine.get(refusedId) ?? 0n),
    );
    expect(view?.status).toBe(status);
    const ref: MemberRef = { type: "refused", id: refusedId };
    if (view !== null)
      expect([...view.flags].sort()).toEqual(books.standingFlags(ref));
  }
  for (const { refundId, status, overRefunded, totals } of books.refunds) {
    const view = await store.getRefund(hotel.id, mine.get(refundId)!);
    expect(view).toMatchObject({ status, overRefunded, totals });
  }
  const { results } = await store.list(
    "postings",
    hotel.id,
    firstPage("postingId"),
  );
  expect(results.map(essence).sort()).toEqual(
    books.postings.map(essence).sort(),
  );
  for (const folioId of ["001", "002", "003", "004", "005"]) {
    const folio = await store.getFolio(hotel.id, folioId);
    expect(folio?.balance).toBe(books.balance(folioId));
  }
}

function idOf(answer: ChargeOutcome | ChargeDecision): bigint {
  return answer.kind === "refused" ? answer.refusedId : answer.receiptId;
}

function acknowledged(answer: ChargeOutcome): unknown {
  if (answer.kind === "refused") return null;
  return { bills: answer.bills, flags: answer.flags };
}

function essence(posting: Posting): string {
  const { folioId, kind, net, tax, gross, quantity } = posting;
  const { transactionCode, businessDate, lineNo, methodCode } = posting;
  return [
    folioId,
    kind,
    net,
    tax,
    gross,
    quantity,
    transactionCode,
    businessDate,
    lineNo,
    methodCode,
  ].join("|");
}
