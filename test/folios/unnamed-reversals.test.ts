import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill, BillPayment } from "../support/bill.ts";
import { Books, chargeOf, guest, hotel } from "../support/books.ts";
import { generatedBills } from "../support/generated-bills.ts";

const hotelBooks = (currency = "CHF"): Books =>
  new Books([guest("001"), guest("002"), guest("1"), guest("gone")], {
    ...hotel,
    currency,
  });

const nobodys = (payments: BillPayment[]): BillPayment[] =>
  payments.map((payment) => ({ ...payment, reservationId: null }));

/** Two payments by one method that name nobody may as well be one. */
function merged(payments: BillPayment[]): BillPayment[] {
  const methods = Map.groupBy(payments, (payment) => payment["methodCode"]);
  const total = (own: BillPayment[], member: string): number =>
    Number(
      own.reduce((sum, payment) => sum + Number(payment[member]), 0).toFixed(3),
    );
  return [...methods.values()].map((own) => ({
    ...own[0]!,
    amount: total(own, "amount"),
    gratuity: total(own, "gratuity"),
  }));
}

const shared = (
  amounts: readonly (readonly [string | null, number, number])[],
) =>
  buildBill({
    transactions: [
      buildLine({
        amount: amounts.reduce((sum, [, amount]) => sum + amount, 0),
      }),
    ],
    payments: amounts.map(([reservationId, amount, gratuity]) =>
      buildPayment({ amount, gratuity, reservationId }),
    ),
  });

const unnamedVoid = (bill: Bill): Bill => {
  const back = voidOf(bill);
  return { ...back, payments: nobodys(back.payments) };
};

describe("a void that names no reservation", () => {
  test("leaves nothing on any folio of whatever bill it takes back, however its payments are put together", () => {
    fc.assert(
      fc.property(
        generatedBills,
        fc.constantFrom("as they were", "merged", "turned round"),
        ({ bill, currency }, how) => {
          const books = hotelBooks(currency);
          const property = books.property;
          const sold = chargeOf(bill, property);
          if (sold.totalled.kind !== "sale") return;
          books.take(sold);
          const back = unnamedVoid(bill);
          const payments =
            how === "merged"
              ? merged(back.payments)
              : how === "turned round"
                ? back.payments.toReversed()
                : back.payments;
          const decision = books.take(
            chargeOf({ ...back, payments }, property),
          );
          expect(decision.kind).toBe("posted");
          expect(books.balances()).toEqual({});
        },
      ),
    );
  });

  test("leaves nothing where staff have put the parts of the bill either", () => {
    const books = hotelBooks();
    const bill = shared([
      [null, 40.05, 0],
      [null, 40.05, 5],
      [null, 3, 0],
    ]);
    const refused = books.take(chargeOf(bill));
    if (refused.kind !== "refused") throw new Error("it is posted");
    const folios = { "#1": "001", "#2": "002", "": "1" };
    expect(books.repost(refused.refusedId, folios)).toMatchObject({
      kind: "posted",
    });
    expect(books.balances()).toEqual({
      "001": "4005",
      "002": "4505",
      "1": "300",
    });
    expect(books.take(chargeOf(unnamedVoid(bill))).kind).toBe("posted");
    expect(books.balances()).toEqual({});
  });

  test("waits for staff where its sums are not those of the folios, and stays where they put it", () => {
    const books = hotelBooks();
    const bill = shared([
      ["001", 40, 0],
      ["002", 30, 0],
    ]);
    books.take(chargeOf(bill));
    const part = shared([
      [null, -10, 0],
      [null, -5, 0],
    ]);
    const later = { closeDate: "2026-11-20T20:00:00.000Z" };
    const root = { initialAccountId: bill["fiscId"], ...later };
    const refused = books.take(chargeOf({ ...part, ...root }));
    expect(refused).toMatchObject({ reason: "reservation-not-named" });
    if (refused.kind !== "refused") return;
    const partly = books.repost(refused.refusedId, { "#1": "002" });
    expect(partly).toMatchObject({
      kind: "folio-unusable",
      folios: [{ reservationId: "", reason: "reservation-not-named" }],
    });
    const wrong = books.repost(refused.refusedId, { "#1": "?", "#2": "001" });
    expect(wrong).toMatchObject({ folios: [{ reservationId: "#1" }] });
    books.repost(refused.refusedId, { "#1": "002", "#2": "001" });
    const put = { "001": "3500", "002": "2000" };
    expect(books.balances()).toEqual(put);
    // Whatever else comes of the account.
    const tip = shared([["001", 1, 0]]);
    const last = { closeDate: "2026-11-20T21:00:00.000Z" };
    books.take(chargeOf({ ...tip, ...root, ...last }));
    expect(books.balances()).toEqual({ ...put, "001": "3600" });
  });

  test("goes to one folio whole where all that it takes back stands there", () => {
    const books = hotelBooks();
    const bill = shared([["001", 40, 0]]);
    books.take(chargeOf(bill));
    const part = shared([
      [null, -10, 0],
      [null, -5, -1],
    ]);
    books.take(
      chargeOf({
        ...part,
        initialAccountId: bill["fiscId"],
        closeDate: "2026-11-20T20:00:00.000Z",
      }),
    );
    expect(books.balances()).toEqual({ "001": "2400" });
  });
});
