import { describe, expect, test } from "@jest/globals";
import type {
  RefundedLine,
  RefundRefusal,
} from "../../src/folios/refund-decision.ts";
import { lineRests } from "../../src/folios/refundable.ts";
import type { NewRefund } from "../../src/folios/refund.ts";
import {
  formatDecimal,
  formatMinor,
  parseDecimal,
  sum,
} from "../../src/money.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest, hotel } from "../support/books.ts";

const CLEARING = "house:45454565682155";

/** Section 7 of the reference: a tenth off three Schnitzel and two Pils, with a tip. */
function schnitzelBill(overrides: Partial<Bill> = {}): Bill {
  const schnitzel = { sku: "S", taxRate: 1.07, taxName: "7%" };
  const pils = { sku: "P", taxRate: 1.19, taxName: "19%" };
  return buildBill({
    transactions: [
      buildLine({
        ...schnitzel,
        description: "Schnitzel",
        quantity: 3,
        unitAmount: 14.9,
        amount: 44.7,
      }),
      buildLine({
        ...pils,
        description: "Pils",
        quantity: 2,
        unitAmount: 4.8,
        amount: 9.6,
      }),
      buildLine({ ...schnitzel, amount: -4.47, type: "AccountDiscount" }),
      buildLine({ ...pils, amount: -0.96, type: "AccountDiscount" }),
    ],
    payments: [buildPayment({ amount: 48.87, gratuity: 5 })],
    ...overrides,
  });
}

class Desk extends Books {
  constructor(currency = hotel.currency) {
    super(
      [guest("001"), guest("002"), guest("gone", { status: "checked-out" })],
      { ...hotel, currency },
    );
  }

  ring(bill: Bill): bigint {
    const decision = this.take(chargeOf(bill, this.property));
    if (decision.kind !== "posted") throw new Error(decision.kind);
    return decision.receiptId;
  }

  /** `[amount, quantity]` left, by line. */
  rests(receiptId: bigint): [string, string][] {
    const { receipt } = this.refundFacts(receiptId);
    return lineRests(receipt, null).map(({ amount, quantity }) => [
      formatMinor(amount, 2),
      formatDecimal(quantity),
    ]);
  }
}

const line = (
  lineNo: number,
  by: { quantity?: string; amount?: bigint } = {},
): RefundedLine => ({
  lineNo,
  receiptId: null,
  quantity: by.quantity === undefined ? null : parseDecimal(by.quantity)!,
  amount: by.amount ?? null,
});

function refunded(decision: ReturnType<Books["refund"]>): NewRefund {
  if (decision.kind === "refused") throw new Error(decision.detail);
  return decision.refund;
}

function refused(decision: ReturnType<Books["refund"]>): RefundRefusal {
  if (decision.kind !== "refused") throw new Error("it was posted");
  return decision;
}

const credit = (decision: ReturnType<Books["refund"]>) => {
  const { totals } = refunded(decision);
  return [totals.totalAmount, totals.taxAmount];
};

describe("the worked example", () => {
  test("goes step by step to a folio of nothing, with every cent of tax", () => {
    const books = new Desk();
    const id = books.ring(schnitzelBill());
    expect(books.rests(id)).toEqual([
      ["40.23", "3"],
      ["8.64", "2"],
    ]);
    const one = books.refund(id, { lines: [line(1, { quantity: "1" })] });
    expect(credit(one)).toEqual([1341n, 88n]);
    expect(refunded(one)).toMatchObject({
      kind: "quantity",
      totals: { totalDiscount: 149n, discountPercentage: 1000n },
    });
    expect(books.rests(id)[0]).toEqual(["26.82", "2"]);
    const two = books.refund(id, { lines: [line(2, { amount: 500n })] });
    expect(credit(two)).toEqual([500n, 80n]);
    // As much of two pieces as 3.64 pays for.
    expect(books.rests(id)[1]).toEqual(["3.64", "0.842"]);
    const three = books.refund(id, { lines: [line(2, { quantity: "1" })] });
    expect(refused(three)).toMatchObject({
      rule: "quantity-over-rest",
      pointer: "/lines/0/quantity",
      detail: "would be 4.32, more than the 3.64 left of this line",
      left: { amount: 364n },
    });
    const four = books.refund(id, { lines: [line(2)] });
    expect(credit(four)).toEqual([364n, 58n]);
    const five = books.refund(id, { lines: [line(1, { quantity: "3" })] });
    expect(refused(five)).toMatchObject({
      rule: "quantity-over-rest",
      detail: "is more than the 2 left of this line",
      left: { amount: 2682n, quantity: parseDecimal("2") },
    });
    const six = books.refund(id);
    expect(credit(six)).toEqual([2682n, 175n]);
    expect(refunded(six).kind).toBe("full");
    expect(books.balances()).toEqual({ "001": "500" });
    const seven = books.refund(id, { tip: 500n });
    expect(credit(seven)).toEqual([500n, 0n]);
    expect(refunded(seven).kind).toBe("tip");
    expect(books.balances()).toEqual({});
    // Not only in sum: under every transaction code and rate.
    const byCode = Map.groupBy(books.postings, (one) => one.transactionCode);
    for (const postings of byCode.values())
      expect(sum(postings.map(({ gross }) => gross))).toBe(0n);
    expect(sum(books.postings.map(({ tax }) => tax))).toBe(0n);
  });

  test("three thirds make one whole, the last takes the exact rest", () => {
    const books = new Desk();
    const id = books.ring(
      buildBill({
        transactions: [buildLine({ quantity: 3, amount: 10 })],
        payments: [buildPayment({ amount: 10 })],
      }),
    );
    const thirds = [1, 2, 3].map(
      () =>
        credit(books.refund(id, { lines: [line(1, { quantity: "1" })] }))[0],
    );
    expect(thirds).toEqual([333n, 333n, 334n]);
    expect(refused(books.refund(id)).rule).toBe("nothing-left");
  });

  test("an amount of the whole receipt is divided by what is left of each line", () => {
    const books = new Desk();
    const id = books.ring(
      buildBill({
        transactions: [
          buildLine({ amount: 40, taxRate: 1.07 }),
          buildLine({ amount: 20, sku: "B", taxRate: 1.19 }),
        ],
        payments: [buildPayment({ amount: 60 })],
      }),
    );
    const { lines } = refunded(books.refund(id, { amount: 700n }));
    expect(lines.map(({ gross }) => gross)).toEqual([467n, 233n]);
    expect(lines.map(({ taxes }) => taxes[0]!.amount)).toEqual([31n, 37n]);
  });
});

const byCard = { methodCode: "CARD", methodName: "Card", reservationId: null };

describe("a sale whose clearing account was not paid what would be given back there", () => {
  test("is refunded only outside: a card that paid 5.00 less a tip of 5.00 has nothing to give", () => {
    const books = new Desk();
    const id = books.ring(
      buildBill({
        transactions: [buildLine({ amount: 10 })],
        payments: [
          buildPayment({ amount: 5 }),
          buildPayment({ ...byCard, amount: 5, gratuity: -5 }),
        ],
      }),
    );
    expect(refused(books.refund(id))).toMatchObject({
      rule: "only-external",
      pointer: "/receiptId",
      detail: expect.stringContaining("came to less"),
    });
    expect(refused(books.refund(id, { folioId: CLEARING }))).toMatchObject({
      rule: "only-external",
      pointer: "/folioId",
    });
    // The guest's own share stands on his folio alone.
    expect(credit(books.refund(id, { folioId: "001" }))[0]).toBe(500n);
    expect(credit(books.refund(id, { external: true }))[0]).toBe(500n);
    expect(books.balance(CLEARING)).toBe(0n);
  });

  test("is refunded there only up to what was paid, however often", () => {
    const books = new Desk();
    const id = books.ring(
      buildBill({
        transactions: [buildLine({ amount: 20 })],
        payments: [
          buildPayment({ amount: 10 }),
          buildPayment({ ...byCard, amount: 10, gratuity: -4 }),
        ],
      }),
    );
    const share = (amount: bigint) =>
      books.refund(id, { amount, folioId: CLEARING });
    expect(refused(share(700n)).rule).toBe("only-external");
    expect(credit(share(400n))[0]).toBe(400n);
    expect(refused(share(300n)).rule).toBe("only-external");
    expect(credit(share(200n))[0]).toBe(200n);
    expect(books.balance(CLEARING)).toBe(0n);
  });
});

describe("a till reversal after a refund made here", () => {
  test("is posted in full, and the refund is reversed with it", () => {
    const books = new Desk();
    const bill = schnitzelBill();
    const id = books.ring(bill);
    const { refundId } = refunded(
      books.refund(id, { lines: [line(2)], tip: 200n }),
    );
    expect(books.balance("001")).toBe(5387n - 864n - 200n);
    books.ring(voidOf(bill));
    expect(books.balances()).toEqual({});
    expect(books.refunds).toMatchObject([{ refundId, status: "reversed" }]);
    expect(books.rests(id)).toEqual([
      ["0.00", "0"],
      ["0.00", "0"],
    ]);
  });

  test("flags one that was settled outside, with the amount", () => {
    const books = new Desk();
    const bill = schnitzelBill();
    const id = books.ring(bill);
    books.refund(id, { lines: [line(2)], external: true });
    expect(books.balance("001")).toBe(5387n);
    expect(books.balance(CLEARING)).toBe(0n);
    books.ring(voidOf(bill));
    expect(books.balances()).toEqual({});
    expect(books.refunds).toMatchObject([
      { status: "posted", overRefunded: 864n },
    ]);
    expect(books.standingFlags({ type: "receipt", id })).toContain(
      "over-refunded",
    );
    expect(books.flags.at(-1)).toMatchObject({ detail: "8.64" });
  });

  test("says of each refund settled outside what the till took back of it, and of one made here nothing", () => {
    const books = new Desk();
    const sold = (sku: string, amount: number) => buildLine({ sku, amount });
    const bill = buildBill({
      transactions: [sold("A", 30), sold("B", 10), sold("C", 100)],
      payments: [buildPayment({ amount: 140, gratuity: 0 })],
    });
    const id = books.ring(bill);
    const outside = { external: true };
    books.refund(id, { lines: [line(1, { amount: 2900n })], ...outside });
    books.refund(id, { lines: [line(2, { amount: 500n })] });
    books.refund(id, {
      lines: [line(1, { amount: 100n }), line(2, { amount: 500n })],
      ...outside,
    });
    books.ring(
      voidOf(bill, {
        transactions: [buildLine({ sku: "A", quantity: -1, amount: -30 })],
        payments: [buildPayment({ amount: -30 })],
      }),
    );
    expect(books.refunds).toMatchObject([
      { external: true, status: "posted", overRefunded: 2900n },
      { external: false, status: "posted", overRefunded: 0n },
      { external: true, status: "posted", overRefunded: 100n },
    ]);
    expect(books.flags.at(-1)).toMatchObject({ detail: "30.00" });
  });

  test("flags what was settled outside though a tip still stands: a tip does not stand in for lines", () => {
    const books = new Desk("JPY");
    const bill = buildBill({
      transactions: [buildLine({ amount: 7 })],
      payments: [
        buildPayment({ amount: 0 }),
        buildPayment({ ...byCard, amount: 7, gratuity: 100 }),
      ],
    });
    const id = books.ring(bill);
    books.refund(id, { amount: 1n, external: true });
    books.ring(
      voidOf(bill, {
        transactions: [buildLine({ quantity: -1, amount: -7 })],
        payments: [buildPayment({ amount: -7 })],
      }),
    );
    expect(books.refunds).toMatchObject([
      { status: "posted", overRefunded: 1n },
    ]);
    expect(books.standingFlags({ type: "receipt", id })).toContain(
      "over-refunded",
    );
  });

  test("of another line leaves the refund as it is", () => {
    const books = new Desk();
    const bill = schnitzelBill();
    const id = books.ring(bill);
    books.refund(id, { lines: [line(2)] });
    books.ring(
      voidOf(bill, {
        transactions: [
          buildLine({
            sku: "S",
            description: "Schnitzel",
            taxRate: 1.07,
            taxName: "7%",
            quantity: -1,
            amount: -13.41,
          }),
        ],
        payments: [buildPayment({ amount: -13.41 })],
      }),
    );
    expect(books.refunds).toMatchObject([{ status: "posted" }]);
    expect(books.rests(id)).toEqual([
      ["26.82", "2"],
      ["0.00", "0"],
    ]);
    expect(books.balance("001")).toBe(5387n - 864n - 1341n);
  });
});

describe("a line given back whole after a till reversal", () => {
  test("stays given back, where the reversal took more than its line was worth", () => {
    const books = new Desk("JPY");
    const sold = (sku: string, amount: number) => buildLine({ sku, amount });
    const bill = buildBill({
      transactions: [
        buildLine({ sku: "D", amount: -1, type: "LineDiscount" }),
        sold("A", 1),
        sold("B", 1),
        sold("C", 1),
        sold("E", 2),
      ],
      payments: [buildPayment({ amount: 4 })],
    });
    const id = books.ring(bill);
    for (const sku of ["A", "B", "C"]) {
      const desk = new Desk("JPY");
      const own = desk.ring(bill);
      desk.ring(takingBack(bill, sku, 1));
      giveBackLineByLine(desk, own);
    }
    giveBackLineByLine(books, id);
  });

  test("stays given back, where the till did not say of which line", () => {
    const books = new Desk();
    const bill = buildBill({
      transactions: ["A", "B", "C"].map((sku) =>
        buildLine({ sku, amount: 10 }),
      ),
      payments: [buildPayment({ amount: 30 })],
    });
    const id = books.ring(bill);
    books.refund(id, { lines: [line(1)] });
    books.ring(takingBack(bill, "else", 6));
    expect(books.rests(id).map(([amount]) => amount)).toEqual([
      "0.00",
      "7.00",
      "7.00",
    ]);
    giveBackLineByLine(books, id);
  });

  test("gives nothing back on a folio where the reversal took all that stood of all lines", () => {
    const books = new Desk("JPY");
    const bill = buildBill({
      transactions: [3, 8, -254].map((amount) => buildLine({ amount })),
      payments: [
        buildPayment({ reservationId: "002", amount: 3 }),
        buildPayment({ reservationId: "001", amount: 4 }),
      ],
    });
    const id = books.ring(bill);
    const payments = [buildPayment({ reservationId: "002", amount: -3 })];
    books.ring({ ...takingBack(bill, "F07", 3), payments });
    expect(books.balances()).toEqual({ "001": "4" });
    expect(credit(books.refund(id, { lines: [line(2)] }))[0]).toBe(2n);
    expect(credit(books.refund(id, { lines: [line(1)] }))[0]).toBe(2n);
    expect(books.balances()).toEqual({});
  });
});

/** The till takes back one line. */
function takingBack(bill: Bill, sku: string, amount: number): Bill {
  return voidOf(bill, {
    transactions: [buildLine({ sku, quantity: -1, amount: -amount })],
    payments: [buildPayment({ amount: -amount })],
  });
}

/** From the last to the first; each shows nothing from then on, and in the end the folio is back at nothing. */
function giveBackLineByLine(books: Desk, id: bigint): void {
  const given: number[] = [];
  const rests = () => lineRests(books.refundFacts(id).receipt, null);
  for (const { line: own } of rests().reverse()) {
    const { lineNo } = own;
    if (rests().find((rest) => rest.line === own)!.amount === 0n) continue;
    refunded(books.refund(id, { lines: [line(lineNo)] }));
    given.push(lineNo);
    for (const rest of rests())
      if (given.includes(rest.line.lineNo)) expect(rest.amount).toBe(0n);
  }
  expect(books.balances()).toEqual({});
}
