import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest } from "../support/books.ts";

const CLEARING = "house:45454565682155";

function at(minute: number): string {
  return new Date(
    Date.parse("2026-11-20T18:00:00Z") + minute * 60_000,
  ).toISOString();
}

function sale(
  minute: number,
  amount: number,
  tip: number,
  reservationId: string | null,
  root?: Bill,
): Bill {
  const bill = buildBill({
    closeDate: at(minute),
    transactions: [
      buildLine({ amount }),
      buildLine({
        amount: 3.35,
        taxRate: 1.026,
        taxName: "2.6%",
        sku: "W",
        description: "Water",
      }),
    ],
    payments: [
      reservationId === null
        ? buildPayment({
            amount: amount + 3.35,
            gratuity: tip,
            methodCode: "CASH",
            methodName: "Cash",
            reservationId,
          })
        : buildPayment({ amount: amount + 3.35, gratuity: tip, reservationId }),
    ],
  });
  return root === undefined
    ? bill
    : { ...bill, initialAccountId: root["fiscId"] };
}

function hotelBooks(): Books {
  return new Books([
    guest("001"),
    guest("002"),
    guest("blocked", { blocked: true }),
    guest("gone", { status: "checked-out" }),
  ]);
}

describe("a reversal", () => {
  test("names the posting it takes back on every line, tip included", () => {
    const books = hotelBooks();
    const bill = sale(0, 11, 1, "001");
    books.take(chargeOf(bill));
    books.take(chargeOf(voidOf(bill)));
    const links = books.links.filter(
      (change) => change.kind === "reverses-posting",
    );
    const gross = (id: bigint): bigint =>
      books.postings.find((posting) => posting.postingId === id)
        ?.gross as bigint;
    expect(links).toHaveLength(3);
    for (const change of links)
      expect(gross(change.from)).toBe(-gross(change.to));
  });

  test("credits the folio on which its original stands, not the reservation it names", () => {
    const books = hotelBooks();
    const bill = sale(0, 11, 1, "001");
    books.take(chargeOf(bill));
    const decision = books.take(
      chargeOf(
        voidOf(bill, {
          payments: [{ ...voidOf(bill).payments[0], reservationId: "002" }],
        }),
      ),
    );
    expect(decision).toMatchObject({
      kind: "posted",
      flags: ["redirected"],
      bills: [{ folioId: "001", total: -1535n }],
    });
    expect(books.balances()).toEqual({});
  });

  test("of a refused receipt posts nothing and supersedes it", () => {
    const books = hotelBooks();
    const bill = sale(0, 11, 1, "unheard-of");
    expect(books.take(chargeOf(bill))).toMatchObject({
      kind: "refused",
      reason: "reservation-unknown",
    });
    expect(books.take(chargeOf(voidOf(bill)))).toMatchObject({
      kind: "posted",
      bills: [],
    });
    expect(books.refused[0]).toMatchObject({
      status: "superseded",
      statusReason: "voided-at-till",
    });
    expect(books.postings).toEqual([]);
  });

  test("of a receipt already taken back is posted and flagged", () => {
    const books = hotelBooks();
    const bill = sale(0, 11, 1, "001");
    books.take(chargeOf(bill));
    books.take(chargeOf(voidOf(bill)));
    expect(
      books.take(chargeOf(voidOf(bill, { closeDate: at(121) }))),
    ).toMatchObject({ flags: ["reversed-twice"] });
    expect(books.balance("001")).toBe(-1535n);
  });

  test("before its original is flagged until that comes, which is then posted whatever the guest's state", () => {
    const books = hotelBooks();
    const bill = sale(0, 11, 1, "blocked");
    const first = books.take(chargeOf(voidOf(bill)));
    expect(first).toMatchObject({
      kind: "posted",
      flags: ["original-unknown"],
    });
    const second = books.take(chargeOf(bill));
    expect(second).toMatchObject({ kind: "posted", flags: [] });
    if (first.kind !== "posted" || second.kind !== "posted")
      throw new Error("both are posted");
    expect(
      books.standingFlags({ type: "receipt", id: first.receiptId }),
    ).toEqual([]);
    expect(books.reverses(first.receiptId)).toEqual({
      type: "receipt",
      id: second.receiptId,
    });
    expect(books.balances()).toEqual({});
  });

  test("goes to a guest who has left, flagged, and is refused only where nobody ever was", () => {
    const books = hotelBooks();
    const credit = (reservationId: string | null): Bill =>
      buildBill({
        transactions: [buildLine({ quantity: -1, amount: -5 })],
        payments: [buildPayment({ amount: -5, reservationId })],
      });
    expect(books.take(chargeOf(credit("gone")))).toMatchObject({
      flags: ["after-checkout", "original-unknown"],
    });
    expect(books.take(chargeOf(credit("blocked")))).toMatchObject({
      kind: "posted",
    });
    expect(books.take(chargeOf(credit("nobody")))).toMatchObject({
      reason: "reservation-unknown",
    });
    expect(books.take(chargeOf(credit(null)))).toMatchObject({
      reason: "reservation-not-named",
    });
  });

  test("that is taken off the folio of a guest who has left is no longer flagged for it", () => {
    const books = hotelBooks();
    const first = sale(0, 11, 1, "gone");
    const credit = voidOf(sale(10, 1, 0, "gone", first));
    const back = books.take(chargeOf(credit));
    if (back.kind !== "posted") throw new Error("a credit is posted");
    const flags = (): string[] =>
      books.standingFlags({ type: "receipt", id: back.receiptId });
    expect(flags()).toEqual(["after-checkout", "original-unknown"]);
    expect(books.take(chargeOf(first))).toMatchObject({ kind: "refused" });
    expect(books.balances()).toEqual({});
    expect(flags()).toEqual([]);
  });

  test.each([undefined, null, "own"])(
    "of a restarted counter, which names no bill (%s), goes to the guest it names, and takes nothing of the bill with its number",
    (named) => {
      const books = hotelBooks();
      const bill = sale(0, 11, 0, "001");
      const { fiscId } = bill;
      const credit = buildBill({
        fiscId,
        initialAccountId: named === "own" ? fiscId : named,
        closeDate: at(60),
        transactions: [buildLine({ quantity: -1, amount: -5 })],
        payments: [buildPayment({ amount: -5, reservationId: "002" })],
      });
      for (const order of [
        [bill, credit],
        [credit, bill],
      ]) {
        const other = hotelBooks();
        for (const one of order) other.take(chargeOf(one));
        expect(other.balances()).toEqual({ "001": "1435", "002": "-500" });
      }
      books.take(chargeOf(bill));
      expect(books.take(chargeOf(credit))).toMatchObject({
        kind: "posted",
        flags: ["fiscal-id-reused", "original-unknown"],
      });
      expect(
        books.links.filter(({ kind }) => kind !== "reverses-posting"),
      ).toEqual([]);
    },
  );

  test("that waited for a folio is posted when its original brings one", () => {
    const books = hotelBooks();
    const bill = sale(0, 11, 1, "001");
    const lost = voidOf(bill, {
      payments: [{ ...voidOf(bill).payments[0], reservationId: "nobody" }],
    });
    expect(books.take(chargeOf(lost))).toMatchObject({ kind: "refused" });
    books.take(chargeOf(bill));
    expect(books.balances()).toEqual({});
    expect(books.refused[0]).toMatchObject({
      status: "superseded",
      statusReason: "original-came",
    });
  });
});

/** Who a bill of the chain is charged to: known, blocked, gone, never heard of, or nobody (cash). */
const named = fc.constantFrom<string | null>(
  "001",
  "002",
  "blocked",
  "gone",
  "nobody",
  null,
);

interface Step {
  amount: number;
  tip: number;
  room: string | null;
  voidRoom: string | null | undefined;
  voided: boolean;
}
const steps: fc.Arbitrary<Step> = fc.record({
  amount: fc.constantFrom(11, 11, 24.5),
  tip: fc.constantFrom(0, 1, 2.5),
  room: named,
  voidRoom: fc.option(named, { nil: undefined, freq: 4 }),
  voided: fc.boolean(),
});

/** A bill, perhaps voided, rung again, perhaps voided … as a till does it: every bill but the last is voided. */
function chainOf(plan: Step[]): Bill[] {
  const bills: Bill[] = [];
  plan.forEach((step, index) => {
    const bill = sale(index * 10, step.amount, step.tip, step.room, bills[0]);
    bills.push(bill);
    if (index === plan.length - 1 && !step.voided) return;
    const back = voidOf(bill, {
      closeDate: at(index * 10 + 5),
      initialAccountId: bills[0]?.["initialAccountId"],
    });
    const renamed =
      step.voidRoom === undefined ||
      step.room === null ||
      step.voidRoom === null;
    bills.push(
      renamed
        ? back
        : {
            ...back,
            payments: [{ ...back.payments[0], reservationId: step.voidRoom }],
          },
    );
  });
  return bills;
}

function stateAfter(bills: Bill[]): Record<string, unknown> {
  const books = hotelBooks();
  for (const bill of bills) books.take(chargeOf(bill));
  expect(books.balance(CLEARING)).toBe(0n);
  for (const { receiptId } of books.receipts) {
    const isOnFolio = books.standingBills(receiptId).length > 0;
    const flags = books.standingFlags({ type: "receipt", id: receiptId });
    if (!isOnFolio) expect(flags).not.toContain("after-checkout");
  }
  return {
    balances: books.balances(),
    openRefused: books.openRefused().sort(),
  };
}

describe("the end state of a chain", () => {
  test("does not depend on the order of arrival, nor on repeats", () => {
    fc.assert(
      fc.property(
        fc.array(steps, { minLength: 1, maxLength: 4 }).map(chainOf),
        fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
        (bills, ranks) => {
          const arrival = [...bills, ...bills.slice(0, 3)]
            .map((bill, index) => ({
              bill,
              rank: ranks[index % ranks.length]!,
            }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ bill }) => bill);
          expect(stateAfter(arrival)).toEqual(stateAfter(bills));
        },
      ),
    );
  });

  test("links and flags included where every bill can be posted", () => {
    const known = fc.constantFrom<string | null>("001", "002", null);
    const plans = fc.array(
      steps.chain((step) =>
        known.map((room) => ({
          ...step,
          room,
          voidRoom: room ?? undefined,
        })),
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(
        plans.map(chainOf),
        fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }),
        (bills, ranks) => {
          const arrival = bills
            .map((bill, index) => ({ bill, rank: ranks[index]! }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ bill }) => bill);
          const describeBooks = (order: Bill[]): unknown => {
            const books = hotelBooks();
            for (const bill of order) books.take(chargeOf(bill));
            const uuidOf = (id: bigint | undefined): string | null =>
              books.receipts.find((receipt) => receipt.receiptId === id)?.charge
                .identity.uuid ?? null;
            return books.receipts
              .map(({ receiptId, charge }) => ({
                uuid: charge.identity.uuid,
                flags: books.standingFlags({ type: "receipt", id: receiptId }),
                reverses: uuidOf(books.reverses(receiptId)?.id),
                bills: books.standingBills(receiptId),
              }))
              .sort((a, b) => ((a.uuid ?? "") < (b.uuid ?? "") ? -1 : 1));
          };
          expect(describeBooks(arrival)).toEqual(describeBooks(bills));
        },
      ),
    );
  });
});
