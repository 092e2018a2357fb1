import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ID_STEP } from "../../src/folios/charge-decision.ts";
import type { ChargeDecision } from "../../src/folios/charge-decision.ts";
import {
  buildBill,
  buildLine,
  buildPayment,
  freshUuid,
  voidOf,
} from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest } from "../support/books.ts";

const CLEARING = "house:45454565682155";

function hotelBooks(): Books {
  return new Books([
    guest("001"),
    guest("002", { creditLeft: 500n }),
    guest("blocked", { blocked: true }),
    guest("gone", { status: "checked-out" }),
    guest("due", { status: "due-in" }),
  ]);
}

function refusedIn(books: Books, bill: Bill): bigint {
  const decision = books.take(chargeOf(bill));
  if (decision.kind !== "refused") throw new Error("it is posted");
  return decision.refusedId;
}

const to = (reservationId: string | null, more: object = {}): Bill =>
  buildBill({
    payments: [buildPayment({ amount: 11, reservationId })],
    ...more,
  });

const shared = (): Bill =>
  buildBill({
    payments: [
      buildPayment({ amount: 4, gratuity: 1, reservationId: "998" }),
      buildPayment({ amount: 5, reservationId: "999" }),
      buildPayment({ amount: 2, methodCode: "CASH", reservationId: null }),
    ],
  });

describe("a refused bill that a person puts on a folio", () => {
  test("is posted there as if the till had named it, and its item says so", () => {
    const books = hotelBooks();
    const item = refusedIn(books, to("999"));
    const decision = books.repost(item, { 999: "001" });
    expect(decision).toMatchObject({
      kind: "posted",
      bills: [{ folioId: "001", total: 1100n }],
      flags: [],
    });
    expect(books.balances()).toEqual({ "001": "1100" });
    expect(books.refused[0]).toMatchObject({ status: "reposted" });
    expect(books.bills[0]).toMatchObject({
      cause: "repost",
      reservationId: "999",
    });
  });

  test("may be split over folios by the reservations as sent; what was paid otherwise stays where it was", () => {
    const books = hotelBooks();
    books.repost(refusedIn(books, shared()), { 998: "001", 999: "gone" });
    expect(books.balances()).toEqual({ "001": "500", gone: "500" });
    expect(books.balance(CLEARING)).toBe(0n);
  });

  test("keeps one bill for each reservation as sent, also where both go to one folio", () => {
    const books = hotelBooks();
    const bill = shared();
    books.repost(refusedIn(books, bill), { 998: "001", 999: "001" });
    expect(books.balances()).toEqual({ "001": "1000" });
    books.take(chargeOf(voidOf(bill)));
    expect(books.balances()).toEqual({});
  });

  test("that nobody is found for is left unsettled on the clearing account, which stays at zero", () => {
    const books = hotelBooks();
    const bill = shared();
    books.repost(refusedIn(books, bill), { 998: CLEARING, 999: "001" });
    expect(books.balances()).toEqual({ "001": "500" });
    const payments = books.postings.filter((own) => own.kind === "payment");
    expect(
      payments.map(({ methodCode, gross }) => [methodCode, gross]).sort(),
    ).toEqual([
      ["CASH", -200n],
      ["UNSETTLED", -500n],
    ]);
    // Its void takes the part back from there.
    books.take(chargeOf(voidOf(bill)));
    expect(books.balances()).toEqual({});
    const unsettled = books.postings.filter(
      (own) => own.methodCode === "UNSETTLED",
    );
    expect(unsettled.map(({ gross }) => gross)).toEqual([-500n, 500n]);
  });

  test("goes to a guest who is blocked or has left, which is flagged; never to one who is only due or unheard of", () => {
    const books = hotelBooks();
    const item = refusedIn(books, to("blocked"));
    expect(books.repost(item, { blocked: "due" })).toEqual({
      kind: "folio-unusable",
      folios: [{ reservationId: "blocked", reason: "guest-due-in" }],
    });
    expect(books.repost(item, { blocked: "nobody" })).toMatchObject({
      folios: [{ reason: "reservation-unknown" }],
    });
    expect(books.postings).toEqual([]);
    expect(books.repost(item)).toMatchObject({ flags: ["guest-blocked"] });
    const left = refusedIn(books, to("gone"));
    expect(books.repost(left)).toMatchObject({ flags: ["after-checkout"] });
  });

  test("that named nobody needs a folio", () => {
    const books = hotelBooks();
    const item = refusedIn(books, to(null));
    expect(books.repost(item)).toMatchObject({
      folios: [{ reservationId: "", reason: "reservation-not-named" }],
    });
    expect(books.repost(item, { "": "001" })).toMatchObject({ kind: "posted" });
  });

  test("counts against the limit of the folio as a whole", () => {
    const books = hotelBooks();
    const item = refusedIn(books, shared());
    expect(books.repost(item, { 998: "002", 999: "002" })).toMatchObject({
      flags: ["over-credit-limit"],
    });
  });

  test("is booked on today's date, and late only where that is closed", () => {
    const books = hotelBooks();
    const old = { closeDate: "2026-11-11T19:27:33.243Z" };
    books.lastClosedDate = "2026-11-15";
    books.repost(refusedIn(books, to("999", old)), { 999: "001" });
    expect(books.postings[0]?.businessDate).toBe("2026-11-20");
    expect(books.receipts[0]?.businessDate).toBe("2026-11-20");
    books.lastClosedDate = "2026-11-20";
    expect(
      books.repost(refusedIn(books, to("998", old)), { 998: "gone" }),
    ).toMatchObject({ flags: ["after-checkout", "late"] });
    expect(books.postings.at(-1)?.businessDate).toBe("2026-11-21");
  });
});

describe("the races of a refused bill", () => {
  test("a retry of the till after a repost is a replay of it", () => {
    const books = hotelBooks();
    const bill = to("999");
    const done = books.repost(refusedIn(books, bill), { 999: "001" });
    if (done.kind !== "posted") throw new Error("it is not posted");
    expect(books.take(chargeOf(bill))).toEqual({
      kind: "replayed",
      receiptId: done.receiptId,
    });
    expect(books.balances()).toEqual({ "001": "1100" });
  });

  test("a retry after a dismissal is refused again and opens the item; one that succeeds supersedes it", () => {
    const books = hotelBooks();
    const bill = to("999");
    const item = refusedIn(books, bill);
    expect(books.dismiss(item)).toBe(true);
    expect(books.repost(item, { 999: "001" })).toEqual({
      kind: "not-open",
      status: "dismissed",
      receiptId: null,
    });
    expect(refusedIn(books, bill)).toBe(item);
    expect(books.refused[0]?.status).toBe("open");
    books.dismiss(item);
    books.accounts.set("999", guest("999"));
    expect(books.take(chargeOf(bill))).toMatchObject({ kind: "posted" });
    expect(books.refused[0]).toMatchObject({
      status: "superseded",
      statusReason: "retry-succeeded",
    });
    expect(books.repost(item)).toMatchObject({ status: "superseded" });
    expect(books.dismiss(item)).toBe(false);
  });

  test("a void of a refused or dismissed bill posts nothing, and there is nothing left to repost", () => {
    for (const dismissed of [false, true]) {
      const books = hotelBooks();
      const bill = to("999");
      const item = refusedIn(books, bill);
      if (dismissed) books.dismiss(item);
      expect(books.take(chargeOf(voidOf(bill)))).toMatchObject({ bills: [] });
      expect(books.repost(item, { 999: "001" })).toMatchObject({
        kind: "not-open",
        status: "superseded",
      });
      expect(books.postings).toEqual([]);
    }
  });

  test("a void of a bill that was reposted elsewhere credits the folio on which it stands", () => {
    const books = hotelBooks();
    const bill = to("999");
    books.repost(refusedIn(books, bill), { 999: "001" });
    expect(books.take(chargeOf(voidOf(bill)))).toMatchObject({
      bills: [{ folioId: "001", total: -1100n }],
      flags: ["redirected"],
    });
    expect(books.balances()).toEqual({});
  });

  test("a part taken back before the repost follows it to the folio", () => {
    const books = hotelBooks();
    const bill = to("999");
    const item = refusedIn(books, bill);
    const part = voidOf(bill, {
      transactions: [buildLine({ amount: -6, quantity: -1 })],
      payments: [buildPayment({ amount: -6, reservationId: "999" })],
    });
    expect(books.take(chargeOf(part))).toMatchObject({ bills: [] });
    books.repost(item, { 999: "001" });
    expect(books.balances()).toEqual({ "001": "500" });
  });

  test("a reversal goes to where its original stands, whatever folio a person names", () => {
    const books = hotelBooks();
    const bill = to("001");
    books.take(chargeOf(bill));
    const refusal = "reference-mismatch" as const;
    const sent = { ...chargeOf(voidOf(bill)), refusal };
    const decision = books.take(sent);
    if (decision.kind !== "refused") throw new Error("it is posted");
    books.repost(decision.refusedId, { "001": "002" });
    expect(books.balances()).toEqual({});
  });

  test("a conflict gets its own receipt and claims only what is free", () => {
    const books = hotelBooks();
    const bill = to("001");
    books.take(chargeOf(bill, undefined, "key-1"));
    const other = {
      ...to("001", { uuid: bill["uuid"] }),
      transactions: [buildLine({ amount: 11, sku: "X" })],
    };
    const item = refusedIn(books, other);
    expect(books.refused[0]?.reason).toBe("content-conflict");
    expect(books.repost(item)).toMatchObject({ flags: ["content-conflict"] });
    expect(books.receipts[1]?.claims).toMatchObject({
      uuid: false,
      fiscId: true,
    });
    expect(books.balances()).toEqual({ "001": "2200" });
    const replayed = (sent: Bill): bigint | null => {
      const answer: ChargeDecision = books.take(chargeOf(sent));
      return answer.kind === "replayed" ? answer.receiptId : null;
    };
    expect(replayed(bill)).toBe(books.receipts[0]?.receiptId);
    expect(replayed(other)).toBe(books.receipts[1]?.receiptId);
  });

  test("a bill rung again under a new uuid is flagged on both sides, and reposting the first needs a yes", () => {
    const books = hotelBooks();
    const bill = to("999");
    const item = refusedIn(books, bill);
    const again = { ...to("999"), uuid: freshUuid() };
    const second = refusedIn(books, again);
    for (const id of [item, second])
      expect(books.standingFlags({ type: "refused", id })).toEqual([
        "possible-double",
      ]);
    books.accounts.set("999", guest("999"));
    const third = books.take(chargeOf({ ...again, ...rungAnew() }));
    if (third.kind !== "posted") throw new Error("it is not posted");
    expect(third.flags).toContain("possible-double");
    expect(books.repost(item, { 999: "001" })).toEqual({
      kind: "double-unconfirmed",
      others: [
        { type: "receipt", id: third.receiptId },
        { type: "refused", id: second },
      ],
    });
    expect(books.repost(item, { 999: "001" }, true)).toMatchObject({
      flags: ["possible-double"],
    });
    // It stands on 001 now and is still found by the reservation that was sent.
    const fourth = books.take(chargeOf({ ...again, ...rungAnew() }));
    expect(fourth).toMatchObject({ flags: ["possible-double"] });
  });

  test("put on the folio of a bill that looks the same, it needs a yes too", () => {
    const books = hotelBooks();
    books.take(chargeOf(to("001")));
    const item = refusedIn(books, to("999"));
    expect(books.repost(item, { 999: "001" })).toMatchObject({
      kind: "double-unconfirmed",
    });
    expect(books.repost(item, { 999: CLEARING })).toMatchObject({
      flags: ["unmapped"],
    });
  });
});

function rungAnew(): object {
  const { uuid, fiscId, initialAccountId } = buildBill();
  return { uuid, fiscId, initialAccountId };
}

const rooms = ["001", "002", "blocked", "gone", "due", "998", "999", null];
const folios = ["001", "002", "blocked", "gone", "due", "998", CLEARING];

/** What tills and staff do to a handful of bills; `of` picks an earlier bill or item. */
const evenings = fc.array(
  fc.record({
    act: fc.constantFrom("sale", "void", "part", "again", "repost", "dismiss"),
    amount: fc.integer({ min: 1, max: 9 }),
    tip: fc.constantFrom(0, 0, 1),
    rooms: fc.tuple(fc.constantFrom(...rooms), fc.constantFrom(...rooms)),
    folios: fc.tuple(fc.constantFrom(...folios), fc.constantFrom(...folios)),
    of: fc.nat({ max: 20 }),
    confirmed: fc.boolean(),
  }),
  { minLength: 2, maxLength: 16 },
);
type Step = typeof evenings extends fc.Arbitrary<(infer One)[]> ? One : never;

describe("whatever tills send and staff decide", () => {
  test("no bill is on folios twice, every folio holds its bills, and every clearing account is at zero", () => {
    fc.assert(
      fc.property(evenings, (evening) => {
        const books = hotelBooks();
        const bills: Bill[] = [];
        for (const [minute, step] of evening.entries()) {
          play(books, bills, step, minute);
          expectSound(books);
        }
      }),
    );
  });

  test("a bill that is taken back leaves nothing, whether it was reposted before or after, and to where", () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.constantFrom(...folios), fc.constantFrom(...folios)),
        fc.boolean(),
        fc.boolean(),
        ([one, other], voidedFirst, dismissed) => {
          const books = hotelBooks();
          const bill = shared();
          const item = refusedIn(books, bill);
          if (dismissed) books.dismiss(item);
          const back = chargeOf(voidOf(bill));
          if (voidedFirst) books.take(back);
          books.repost(item, { 998: one, 999: other });
          books.take(back);
          expect(books.balances()).toEqual({});
          expect(books.refused[0]?.status).not.toBe("open");
        },
      ),
    );
  });
});

function play(books: Books, bills: Bill[], step: Step, minute: number): void {
  const item = books.refused[step.of % Math.max(1, books.refused.length)];
  if (step.act === "dismiss" || step.act === "repost") {
    if (item === undefined) return;
    if (step.act === "dismiss") return void books.dismiss(item.refusedId);
    const named = item.charge.totalled.payments.map(
      (payment) => payment.reservationId ?? "",
    );
    const chosen = named.map((own, at) => [own, step.folios[at % 2]!] as const);
    books.repost(item.refusedId, Object.fromEntries(chosen), step.confirmed);
    return;
  }
  const bill = billOf(bills, step, minute);
  bills.push(bill);
  books.take(chargeOf(bill));
}

function billOf(bills: Bill[], step: Step, minute: number): Bill {
  const { amount, tip } = step;
  const closeDate = new Date(
    Date.parse("2026-11-20T18:00:00Z") + minute * 60_000,
  ).toISOString();
  const payment = (reservationId: string | null, share: number, tips: number) =>
    buildPayment({ amount: share, gratuity: tips, reservationId });
  const earlier = bills[step.of % Math.max(1, bills.length)];
  if (earlier === undefined || step.act === "sale") {
    const [first, second] = step.rooms;
    return buildBill({
      closeDate,
      transactions: [buildLine({ amount }), buildLine({ amount: 3.35 })],
      payments: [payment(first, amount, tip), payment(second, 3.35, 0)],
    });
  }
  if (step.act === "again") return earlier;
  if (step.act === "void") return voidOf(earlier, { closeDate });
  const [paid] = earlier.payments;
  const room = paid?.["reservationId"] as string | null;
  return voidOf(earlier, {
    closeDate,
    transactions: [buildLine({ amount: -1, quantity: -1 })],
    payments: [payment(room, -1, 0)],
  });
}

function expectSound(books: Books): void {
  for (const bill of books.bills) {
    const last = bill.firstPostingId + BigInt(bill.postingCount) * ID_STEP;
    const own = books.postings.filter(
      ({ postingId }) => postingId >= bill.firstPostingId && postingId < last,
    );
    const owed = own.filter(({ kind }) => kind !== "payment");
    const sumOf = (rows: { gross: bigint }[]): bigint =>
      rows.reduce((sum, { gross }) => sum + gross, 0n);
    expect(sumOf(owed)).toBe(bill.amount + bill.gratuity);
    if (bill.folioId === CLEARING) expect(sumOf(own)).toBe(0n);
  }
  expect(books.balance(CLEARING)).toBe(0n);
  const known = books.receipts.map(
    ({ charge: { identity } }) => `${identity.uuid} ${identity.contentDigest}`,
  );
  expect(new Set(known).size).toBe(known.length);
  for (const { receiptId, charge } of books.receipts) {
    const standing = books.standingBills(receiptId);
    const total = standing.reduce(
      (sum, bill) => sum + bill.amount + bill.gratuity,
      0n,
    );
    const paid = charge.totalled.payments.reduce(
      (sum, payment) => sum + payment.amount + payment.gratuity,
      0n,
    );
    // A reversal of what was never posted stands nowhere.
    if (charge.totalled.kind === "sale" || total !== 0n)
      expect(total).toBe(paid);
    for (const folioId of new Set(standing.map((bill) => bill.folioId))) {
      const owed = standing
        .filter((bill) => bill.folioId === folioId)
        .reduce((sum, bill) => sum + bill.amount + bill.gratuity, 0n);
      const posted = books.postings
        .filter((own) => own.receiptId === receiptId && own.folioId === folioId)
        .filter((own) => own.kind !== "payment")
        .reduce((sum, own) => sum + own.gross, 0n);
      expect(posted).toBe(owed);
    }
  }
}
