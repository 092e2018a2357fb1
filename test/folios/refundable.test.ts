import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatDecimal, sum } from "../../src/money.ts";
import { refundableLines } from "../../src/folios/refundable.ts";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import { chargeOf, hotel } from "../support/books.ts";
import { generatedBills } from "../support/generated-bills.ts";

describe("what is refundable of a receipt", () => {
  test("a line's rest bears its share of the discount of the whole bill", () => {
    const receipt = chargeOf(
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
    ).totalled;
    const rests = refundableLines(receipt, 0n).map(({ quantity, amount }) => [
      formatDecimal(quantity),
      amount,
    ]);
    expect(rests).toEqual([
      ["3", 4023n],
      ["2", 864n],
      ["0", 0n],
      ["0", 0n],
    ]);
  });

  test("a line discount lessens the line it was given on, and no other", () => {
    const { lines, kind } = chargeOf(
      buildBill({
        transactions: [
          buildLine({ sku: "A", amount: 10 }),
          buildLine({ sku: "B", amount: 10 }),
          buildLine({ sku: "A", amount: -3, type: "LineDiscount" }),
        ],
        payments: [buildPayment({ amount: 17 })],
      }),
    ).totalled;
    expect(
      refundableLines({ kind, lines }, 0n).map((rest) => rest.amount),
    ).toEqual([700n, 1000n, 0n]);
  });

  test("the rests of a sale sum to its gross, and to nothing once it is taken back", () => {
    fc.assert(
      fc.property(generatedBills, ({ bill, currency }) => {
        const { totalled } = chargeOf(bill, { ...hotel, currency });
        const rests = refundableLines(totalled, 0n);
        expect(rests.every((rest) => rest.amount >= 0n)).toBe(true);
        const bearable = totalled.kind === "sale" && totalled.gross > 0n;
        fc.pre(bearable && rests.some((rest) => rest.amount > 0n));
        expect(sum(rests.map((rest) => rest.amount))).toBe(totalled.gross);
        const after = refundableLines(totalled, -totalled.gross);
        expect(
          after.every((rest) => rest.amount === 0n && rest.quantity === 0n),
        ).toBe(true);
      }),
    );
  });

  test("nothing of a reversal, nor of a zero receipt", () => {
    const back = chargeOf(
      buildBill({
        transactions: [buildLine({ quantity: -1, amount: -5 })],
        payments: [buildPayment({ amount: -5 })],
      }),
    ).totalled;
    expect(refundableLines(back, 0n)).toEqual([{ quantity: 0n, amount: 0n }]);
  });
});
