import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatDecimal, sum } from "../../src/money.ts";
import { lineRests } from "../../src/folios/refundable.ts";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest, hotel } from "../support/books.ts";
import { generatedBills } from "../support/generated-bills.ts";

const everyone = ["001", "002", "003", "004", "005"].map((id) => guest(id));

function restsOf(bill: Bill): [number, string, bigint][] {
  const books = new Books(everyone);
  const posted = books.take(chargeOf(bill));
  if (posted.kind !== "posted") throw new Error(posted.kind);
  const { receipt } = books.refundFacts(posted.receiptId);
  return lineRests(receipt, null).map(({ line, quantity, amount }) => [
    line.lineNo,
    formatDecimal(quantity),
    amount,
  ]);
}

describe("what is refundable of a receipt", () => {
  test("a line's rest bears its share of the discount of the whole bill", () => {
    const rests = restsOf(
      buildBill({
        transactions: [
          buildLine({
            sku: "S",
            description: "Schnitzel",
            quantity: 3,
            amount: 44.7,
            taxRate: 1.07,
          }),
          buildLine({
            sku: "P",
            description: "Pils",
            quantity: 2,
            amount: 9.6,
            taxRate: 1.19,
          }),
          buildLine({
            sku: "S",
            amount: -4.47,
            taxRate: 1.07,
            type: "AccountDiscount",
          }),
          buildLine({
            sku: "P",
            amount: -0.96,
            taxRate: 1.19,
            type: "AccountDiscount",
          }),
        ],
        payments: [buildPayment({ amount: 48.87, gratuity: 5 })],
      }),
    );
    expect(rests).toEqual([
      [1, "3", 4023n],
      [2, "2", 864n],
    ]);
  });

  test("a line discount lessens the line it was given on, and no other", () => {
    const rests = restsOf(
      buildBill({
        transactions: [
          buildLine({ sku: "A", amount: 10 }),
          buildLine({ sku: "B", amount: 10 }),
          buildLine({ sku: "A", amount: -3, type: "LineDiscount" }),
        ],
        payments: [buildPayment({ amount: 17 })],
      }),
    );
    expect(rests).toEqual([
      [1, "1", 700n],
      [2, "1", 1000n],
    ]);
  });

  test("a comped line that two rooms share is worth nothing on either, and each room gets back what it was debited", () => {
    const books = new Books(everyone);
    const lines = [28.77, 30.76, -30.76, 3.9, 11.32, 14.33].map((amount, at) =>
      buildLine({
        amount,
        sku: at === 2 ? "S1" : `S${at}`,
        type: amount < 0 ? "LineDiscount" : "Sale",
      }),
    );
    const shares = { "001": 17.57, "002": 12.44, "003": 28.31 };
    const payments = Object.entries(shares).map(([reservationId, amount]) =>
      buildPayment({ reservationId, amount }),
    );
    const bill = buildBill({ transactions: lines, payments });
    const posted = books.take(chargeOf(bill));
    if (posted.kind !== "posted") throw new Error(posted.kind);
    const { receiptId } = posted;
    const { receipt } = books.refundFacts(receiptId);
    for (const folioId of [null, ...Object.keys(shares)]) {
      const rests = lineRests(receipt, folioId);
      expect(rests[1]).toMatchObject({ amount: 0n, line: { lineNo: 2 } });
      const debited = folioId === null ? 5832n : books.balance(folioId);
      expect(sum(rests.map(({ amount }) => amount))).toBe(debited);
    }
    for (const lineNo of [1, 4, 5, 6]) {
      const line = { lineNo, receiptId: null, quantity: null, amount: null };
      const refunded = books.refund(receiptId, { lines: [line] });
      expect(refunded.kind).toBe("posted");
    }
    expect(books.balances()).toEqual({});
  });

  test("the rests of a sale sum to its gross, and to nothing once it is taken back", () => {
    fc.assert(
      fc.property(generatedBills, ({ bill, currency }) => {
        const books = new Books(everyone, { ...hotel, currency });
        const posted = books.take(chargeOf(bill, books.property));
        if (posted.kind !== "posted") return;
        const receipt = () => books.refundFacts(posted.receiptId).receipt;
        const rests = () => lineRests(receipt(), null);
        expect(rests().every(({ amount }) => amount >= 0n)).toBe(true);
        const { kind, gross } = chargeOf(bill, books.property).totalled;
        const left = sum(rests().map(({ amount }) => amount));
        expect(left === 0n || left === gross).toBe(true);
        if (kind !== "sale") expect(left).toBe(0n);
      }),
    );
  });

  test("nothing of a reversal, nor of a zero receipt", () => {
    const line = buildLine({ quantity: -1, amount: -5 });
    const back = {
      transactions: [line],
      payments: [buildPayment({ amount: -5 })],
    };
    expect(restsOf(buildBill(back))).toEqual([]);
    const free = { transactions: [], payments: [buildPayment({ amount: 0 })] };
    expect(restsOf(buildBill(free))).toEqual([]);
  });
});
