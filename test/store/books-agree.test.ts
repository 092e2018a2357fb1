import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type {
  Charge,
  ChargeDecision,
  ChargeOutcome,
  MemberRef,
} from "../../src/folios/charge-decision.ts";
import type { Posting } from "../../src/folios/posting.ts";
import type { Property } from "../../src/properties/property.ts";
import type { Store } from "../../src/store/store.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest } from "../support/books.ts";
import {
  actor,
  auditOf,
  closeAll,
  freshHotel,
  openPostgres,
  openSqlite,
  placeOf,
  planOf,
} from "./store-fixture.ts";

/** What a restaurant does in an evening; `of` picks an earlier bill, `together` sends it in one batch with the next. */
const steps = fc.array(
  fc.record({
    act: fc.constantFrom(
      "sale",
      "sale",
      "sale",
      "void",
      "void",
      "correct",
      "again",
      "check-in",
      "check-out",
    ),
    room: fc.constantFrom("001", "002", "003", "005", "999", null),
    amount: fc.integer({ min: 1, max: 3 }),
    minute: fc.integer({ min: 0, max: 40 }),
    of: fc.nat({ max: 20 }),
    together: fc.boolean(),
  }),
  { minLength: 1, maxLength: 14 },
);
type Step = (typeof steps extends fc.Arbitrary<infer Steps>
  ? Steps
  : never)[number];

let store: Store;
beforeAll(async () => {
  // The plain books write when a bill is received.
  const now = Date.parse("2026-11-20T21:00:00Z");
  const open =
    process.env["TEST_ENGINE"] === "PostgreSQL" ? openPostgres : openSqlite;
  store = await open({ clock: { now: () => now } });
});
afterAll(closeAll);

test("whatever happens in an evening, alone or in batches, the store's books are those of the plain ones in memory", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (evening) => {
      const hotel = freshHotel();
      await store.provision(planOf(hotel));
      await play(hotel, evening);
    }),
    { numRuns: 150 },
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
  const expected: ChargeDecision[] = [];
  const pending: Promise<ChargeOutcome>[] = [];
  for (const step of evening) {
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
    expected.push(books.take(charge));
    pending.push(store.takeCharge(charge, Buffer.from(JSON.stringify(bill))));
    if (!step.together) await Promise.all(pending);
  }
  const answers = await Promise.all(pending);
  const mine = new Map<bigint, bigint>();
  answers.forEach((answer, index) => {
    const decision = expected[index]!;
    expect(answer.kind).toBe(decision.kind);
    mine.set(idOf(decision), idOf(answer));
    if (decision.kind === "posted")
      expect(acknowledged(answer)).toEqual(acknowledged(decision));
    if (decision.kind === "refused")
      expect(answer).toMatchObject({ reason: decision.reason });
  });
  await compare(hotel, books, mine);
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
  if (earlier === undefined || step.act === "sale") return sale;
  if (step.act === "again") return earlier;
  if (step.act === "void") return voidOf(earlier, { closeDate });
  return { ...sale, initialAccountId: earlier["initialAccountId"] };
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
  }
  const { results } = await store.list("postings", hotel.id, {
    filter: null,
    orderBy: { field: "postingId", descending: false },
    page: 1,
    pageSize: 1000,
    cursor: null,
  });
  expect(results.map(essence).sort()).toEqual(
    books.postings.map(essence).sort(),
  );
  for (const folioId of ["001", "002", "003", "005"]) {
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
