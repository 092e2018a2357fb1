import { describe, expect, test } from "@jest/globals";
import { sum } from "../../src/money.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest } from "../support/books.ts";

const CLEARING = "house:45454565682155";

function hotelBooks(): Books {
  return new Books([
    guest("001"),
    guest("002"),
    guest("004"),
    guest("blocked", { blocked: true }),
    guest("gone", { status: "checked-out" }),
  ]);
}

function to(
  reservationId: string,
  amount = 11,
  overrides: Record<string, unknown> = {},
): Bill {
  return buildBill({
    transactions: [buildLine({ amount, quantity: amount < 0 ? -1 : 1 })],
    payments: [buildPayment({ amount, reservationId })],
    ...overrides,
  });
}

describe("a retry that was put right", () => {
  test("is what its void takes back, and the refused attempt is superseded", () => {
    for (let round = 0; round < 20; round++) {
      const books = hotelBooks();
      const first = to("nobody");
      expect(books.take(chargeOf(first))).toMatchObject({ kind: "refused" });
      const right = {
        ...first,
        payments: [buildPayment({ amount: 11, reservationId: "002" })],
      };
      expect(books.take(chargeOf(right))).toMatchObject({ kind: "posted" });
      expect(books.openRefused()).toEqual([]);
      expect(books.take(chargeOf(voidOf(right)))).toMatchObject({
        bills: [{ folioId: "002", total: -1100n }],
      });
      expect(books.balances()).toEqual({});
    }
  });

  test("a waiting void whose uuid was posted meanwhile is not posted again", () => {
    const books = hotelBooks();
    const sale = to("001");
    const lost = voidOf(sale, {
      payments: [buildPayment({ amount: -11, reservationId: "nobody" })],
    });
    expect(books.take(chargeOf(lost))).toMatchObject({ kind: "refused" });
    const right = {
      ...lost,
      payments: [buildPayment({ amount: -11, reservationId: "001" })],
    };
    expect(books.take(chargeOf(right))).toMatchObject({ kind: "posted" });
    expect(books.take(chargeOf(sale))).toMatchObject({ kind: "posted" });
    expect(books.balances()).toEqual({});
  });

  test("a waiting void whose key another bill took is posted without claiming it", () => {
    const books = hotelBooks();
    const sale = to("001");
    const lost = voidOf(sale, {
      payments: [buildPayment({ amount: -11, reservationId: "nobody" })],
    });
    books.take(chargeOf(lost, undefined, "key-1"));
    expect(books.take(chargeOf(to("002"), undefined, "key-1"))).toMatchObject({
      kind: "posted",
    });
    expect(books.take(chargeOf(sale))).toMatchObject({ kind: "posted" });
    expect(books.balances()).toEqual({ "002": "1100" });
    expect(books.receipts.filter((receipt) => receipt.claims.key)).toHaveLength(
      1,
    );
  });
});

describe("a reversal of a refused receipt", () => {
  test("that takes back a part of it leaves the rest for staff, and says so", () => {
    const books = hotelBooks();
    const sale = to("blocked", 100);
    books.take(chargeOf(sale));
    const part = to("002", -5, {
      initialAccountId: sale["fiscId"],
      closeDate: "2026-11-20T20:00:00Z",
    });
    expect(books.take(chargeOf(part))).toMatchObject({
      kind: "posted",
      bills: [],
    });
    expect(books.openRefused()).toHaveLength(1);
    const item = books.refused[0]!;
    expect(
      books.standingFlags({ type: "refused", id: item.refusedId }),
    ).toEqual(["partly-reversed"]);
  });

  test("in cash is booked all the same: it left the drawer, in either order", () => {
    const sale = to("gone");
    const cash = voidOf(sale, {
      payments: [
        buildPayment({
          amount: -11,
          methodCode: "CASH",
          methodName: "Cash",
          reservationId: null,
        }),
      ],
    });
    for (const order of [
      [sale, cash],
      [cash, sale],
    ]) {
      const books = hotelBooks();
      for (const bill of order) books.take(chargeOf(bill));
      expect(books.balances()).toEqual({});
      const drawer = books.postings.filter(
        (posting) => posting.methodCode === "CASH",
      );
      expect(sum(drawer.map((posting) => posting.gross))).toBe(1100n);
      expect(books.openRefused()).toHaveLength(1);
    }
  });

  test("whose reference is wrong voids it too when it comes first", () => {
    const books = hotelBooks();
    const sale = to("001");
    books.take(chargeOf(voidOf(sale)));
    expect(
      books.take({ ...chargeOf(sale), refusal: "reference-mismatch" }),
    ).toMatchObject({ kind: "refused" });
    expect(books.balances()).toEqual({});
    expect(books.openRefused()).toEqual([]);
  });
});

describe("an original that comes late", () => {
  test("is posted to a guest who has left also when neither bill has a date", () => {
    const books = hotelBooks();
    const undated = {
      closeDate: null,
      payments: [
        buildPayment({ amount: 11, reservationId: "gone", paymentDate: null }),
      ],
    };
    const sale = to("gone", 11, undated);
    expect(
      books.take(chargeOf(voidOf(sale, { closeDate: null }))),
    ).toMatchObject({ kind: "posted" });
    expect(
      books.take({
        ...chargeOf(sale),
        receivedAt: Date.parse("2026-11-20T22:00:00Z"),
      }),
    ).toMatchObject({ kind: "posted" });
    expect(books.balances()).toEqual({});
  });

  test("does not put another guest's bill past his block because the amounts agree", () => {
    const books = hotelBooks();
    const one = to("blocked", 11, { closeDate: "2026-11-20T18:00:00Z" });
    const other = to("001", 11, {
      closeDate: "2026-11-20T18:10:00Z",
      initialAccountId: one["fiscId"],
    });
    books.take(chargeOf(voidOf(other, { initialAccountId: one["fiscId"] })));
    expect(books.take(chargeOf(one))).toMatchObject({
      kind: "refused",
      reason: "guest-blocked",
    });
    books.take(chargeOf(other));
    expect(books.balances()).toEqual({});
  });

  test("moves a reversal that could not be split without doubling what was sold", () => {
    const books = hotelBooks();
    const payers = (first: string, second: string) => [
      buildPayment({ amount: 30, reservationId: first }),
      buildPayment({ amount: -10, reservationId: second }),
    ];
    const sale = buildBill({
      transactions: [buildLine({ amount: 20 })],
      payments: payers("002", "004"),
    });
    const back = voidOf(sale, {
      payments: [
        buildPayment({ amount: -30, reservationId: "001" }),
        buildPayment({ amount: 10, reservationId: "004" }),
      ],
    });
    books.take(chargeOf(back));
    books.take(chargeOf(sale));
    expect(books.balances()).toEqual({});
    const sold = books.postings.filter(
      (posting) => posting.kind === "item" && posting.folioId === CLEARING,
    );
    expect([
      sum(sold.map((posting) => posting.gross)),
      sum(sold.map((posting) => posting.tax)),
    ]).toEqual([0n, 0n]);
  });
});

describe("legal bills that are odd", () => {
  test("a clearing account named as a reservation is nobody's folio", () => {
    const books = hotelBooks();
    expect(books.take(chargeOf(to(CLEARING)))).toMatchObject({
      kind: "refused",
      reason: "reservation-unknown",
    });
    expect(books.take(chargeOf(to(CLEARING, -11)))).toMatchObject({
      kind: "refused",
    });
  });

  test("a tax line without a plausible rate has its amount and is flagged", () => {
    for (const taxIncluded of [true, false]) {
      const { tax, flags } = chargeOf(
        buildBill({
          transactions: [
            buildLine({
              amount: 11,
              taxIncluded,
              taxLines: [{ taxId: "1", taxAmount: 0, taxRate: 0, taxIncluded }],
            }),
          ],
          payments: [buildPayment({ amount: 11 })],
        }),
      ).totalled;
      expect([tax, flags]).toEqual([0n, ["tax-rate-implausible"]]);
    }
  });

  test("lines that cancel out and leave a trace of tax are totalled", () => {
    const line = (amount: number) => buildLine({ amount, taxIncluded: false });
    const { lines } = chargeOf(
      buildBill({
        transactions: [line(10), line(-10), line(0.001)],
        payments: [buildPayment({ amount: 0.01 })],
      }),
    ).totalled;
    expect(sum(lines.map(({ gross }) => gross))).toBe(1n);
  });

  test("a tax line is found however the till rounded it; tax that is told nowhere is flagged", () => {
    const line = (amount: number, sku: string) =>
      buildLine({
        amount,
        sku,
        description: sku,
        taxRate: 1.13,
        taxIncluded: false,
      });
    const totals = (bills: ReturnType<typeof line>[], paid: number) => {
      const { tax, flags } = chargeOf(
        buildBill({
          transactions: bills,
          payments: [buildPayment({ amount: paid })],
        }),
      ).totalled;
      return [tax, flags];
    };
    expect(totals([line(6.5, "A"), line(0.84, "A")], 7.34)).toEqual([84n, []]);
    expect(totals([line(6.5, "A")], 6.5)).toEqual([0n, ["tax-not-found"]]);
  });

  test("a line of nothing bears no cent of tax", () => {
    const line = (amount: number, sku: string) =>
      buildLine({ amount, sku, taxRate: 1.2 });
    const { lines } = chargeOf(
      buildBill({
        transactions: [
          line(0.02, "A"),
          line(-0.15, "B"),
          line(0.04, "C"),
          line(0, "Z"),
        ],
        payments: [buildPayment({ amount: -0.09 })],
      }),
    ).totalled;
    expect(lines.find(({ sku }) => sku === "Z")?.taxes[0]?.amount).toBe(0n);
  });

  test("a service charge of null is none", () => {
    const bill = buildBill();
    const digests = [
      bill,
      { ...bill, serviceCharge: null },
      { ...bill, serviceCharge: { amount: null, type: null } },
    ].map((own) => chargeOf(own).identity.contentDigest);
    expect(new Set(digests).size).toBe(1);
  });
});

describe("a reversal that names nobody, once another original turns up that stands on no room's folio", () => {
  const cash = { methodCode: "CASH", methodName: "Cash", reservationId: null };
  const inCash = (amount: number, root: unknown): Bill =>
    to("", amount, {
      initialAccountId: root,
      payments: [buildPayment({ ...cash, amount })],
    });
  const backFrom = (sale: Bill, amount: number): Bill =>
    voidOf(sale, {
      transactions: [buildLine({ amount: -amount, quantity: -1 })],
      payments: [buildPayment({ amount: -amount, reservationId: "nobody" })],
    });
  const unsettledOf = (books: Books): bigint =>
    sum(
      books.postings
        .filter(({ methodCode }) => methodCode === "UNSETTLED")
        .map(({ gross }) => gross),
    );

  test("stays refused where it was refused", () => {
    const books = hotelBooks();
    const root = "A56397.root";
    const sale = inCash(11, root);
    books.take(chargeOf(sale));
    const back = backFrom({ ...sale, initialAccountId: root }, 5);
    expect(books.take(chargeOf(back))).toMatchObject({
      kind: "refused",
      reason: "reservation-unknown",
    });
    books.take(chargeOf(inCash(3, root)));
    expect(books.balances()).toEqual({});
    expect(books.openRefused()).toHaveLength(1);
  });

  test("stays where it stands", () => {
    const books = hotelBooks();
    const sale = to("001", 9);
    books.take(chargeOf(sale));
    expect(books.take(chargeOf(backFrom(sale, 5)))).toMatchObject({
      bills: [{ folioId: "001", total: -500n }],
    });
    books.take(chargeOf(inCash(5, sale["initialAccountId"])));
    expect(books.balances()).toEqual({ "001": "400" });
  });

  test("is left unsettled on the clearing account where it stood nowhere, because its original was refused", () => {
    const books = hotelBooks();
    const sale = to("nobody", 9);
    books.take(chargeOf(sale));
    expect(books.take(chargeOf(backFrom(sale, 5)))).toMatchObject({
      kind: "posted",
      bills: [],
    });
    books.take(chargeOf(inCash(5, sale["initialAccountId"])));
    expect(books.balances()).toEqual({});
    expect(unsettledOf(books)).toBe(500n);
  });
});
