import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatDecimal, ONE, sum } from "../../src/money.ts";
import { postRefund } from "../../src/folios/post-refund.ts";
import { lineRests } from "../../src/folios/refundable.ts";
import { takeOfLine } from "../../src/folios/take-of-line.ts";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest, hotel, WHOLE_REST } from "../support/books.ts";
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

  test("what was taken off the bill again lessens the line it was rung up on, in price and quantity, and no other", () => {
    const rungUp = [
      buildLine({ sku: "S", quantity: 3, amount: 44.7 }),
      buildLine({ sku: "P", quantity: 2, amount: 9.6 }),
      buildLine({ sku: "S", quantity: 1, amount: 14.9 }),
      buildLine({ sku: null, description: "Open", quantity: 1, amount: 5 }),
    ];
    const takenOff = [
      buildLine({ sku: "S", quantity: -2, amount: -29.8 }),
      buildLine({ sku: null, description: "Open", quantity: -1, amount: -5 }),
    ];
    const paid = [buildPayment({ amount: 39.4 })];
    const bill = { transactions: [...rungUp, ...takenOff], payments: paid };
    expect(restsOf(buildBill(bill))).toEqual([
      [1, "1", 1490n],
      [2, "2", 960n],
      [3, "1", 1490n],
      [4, "0", 0n],
    ]);
    const rooms = [19.7, 9.7, 10].map((amount, at) =>
      buildPayment({ amount, reservationId: `00${at + 1}` }),
    );
    const books = new Books(everyone);
    const posted = books.take(
      chargeOf(buildBill({ ...bill, payments: rooms })),
    );
    if (posted.kind !== "posted") throw new Error(posted.kind);
    const one = { receiptId: null, quantity: ONE, amount: null };
    const given = [
      { ...one, lineNo: 1 },
      { ...one, lineNo: 2 },
    ].map((line) => books.refund(posted.receiptId, { lines: [line] }));
    expect(given).toMatchObject([
      { refund: { totals: { totalAmount: 1490n } } },
      { refund: { totals: { totalAmount: 480n } } },
    ]);
    const more = { ...one, lineNo: 3, quantity: 2n * ONE };
    expect(books.refund(posted.receiptId, { lines: [more] })).toMatchObject({
      kind: "refused",
      rule: "quantity-over-rest",
    });
    expect(books.refund(posted.receiptId).kind).toBe("posted");
    expect(books.balances()).toEqual({});
  });

  test("a discount of one line is with what is left of it, not with what was taken off again", () => {
    const beer = (gross: number, more: object = {}) =>
      buildLine({ sku: "B", amount: gross, ...more });
    const lines = [
      buildLine({ sku: "W", amount: 30 }),
      beer(5),
      beer(5),
      beer(-1, { type: "LineDiscount" }),
      beer(-5, { quantity: -1 }),
    ];
    const payments = [buildPayment({ amount: 34 })];
    expect(restsOf(buildBill({ transactions: lines, payments }))).toEqual([
      [1, "1", 3000n],
      [2, "0", 0n],
      [3, "1", 400n],
    ]);
  });

  test("discounts of a line come first, then what was taken off, then those of the bill", () => {
    const line = (sku: string, amount: number, more: object = {}) =>
      buildLine({ sku, description: sku, amount, ...more });
    const one = { type: "LineDiscount" };
    const all = { type: "AccountDiscount" };
    const off = { quantity: -1 };
    const bill = (paid: number, ...transactions: object[]) =>
      restsOf(
        buildBill({ transactions, payments: [buildPayment({ amount: paid })] }),
      ).map(([, , amount]) => amount);
    expect(
      bill(
        54,
        line("S", 40),
        line("S", -20, one),
        line("W", 40),
        line("D", -6, all),
      ),
    ).toEqual([1800n, 3600n]);
    expect(
      bill(
        36,
        line("A", 30),
        line("B", 10),
        line("S", 40),
        line("S", -40, one),
        line("D", -4, all),
      ),
    ).toEqual([2700n, 900n, 0n]);
    expect(
      bill(
        12.4,
        line("P", 4.8),
        line("P", 4.8),
        line("P", -2.4, one),
        line("P", -4.8, off),
        line("C", 10),
      ),
    ).toEqual([0n, 240n, 1000n]);
    expect(
      bill(
        30,
        line("P", 4.8),
        line("P", -1, one),
        line("P", -4.8, off),
        line("P", 1, { ...one, ...off }),
        line("A", 10),
        line("B", 10),
        line("C", 10),
      ),
    ).toEqual([0n, 1000n, 1000n, 1000n]);
  });

  test("a line whose discounts exceed it is with the others of its thing: no other dish becomes dearer", () => {
    const rests = restsOf(
      buildBill({
        transactions: [
          buildLine({ sku: "W", quantity: 2, amount: 280.48 }),
          buildLine({ sku: "W", amount: 70.12 }),
          buildLine({ sku: "D", amount: 58.44 }),
          buildLine({ sku: "W", amount: -280.48, type: "LineDiscount" }),
        ],
        payments: [buildPayment({ amount: 128.56 })],
      }),
    );
    expect(rests.map(([lineNo, , amount]) => [lineNo, amount])).toEqual([
      [1, 7012n],
      [3, 5844n],
    ]);
  });

  describe("a service charge goes back", () => {
    const [soup, wine, corkage] = [10, 20, 30].map((amount, at) =>
      buildLine({ sku: `S${at}`, amount }),
    );
    const bill = (type: string, lines: object[], amount: number): Bill =>
      buildBill({
        serviceCharge: { type, amount },
        transactions: lines,
        payments: [buildPayment({ amount: 60 + amount })],
      });

    test("with the lines that contributed to it, as far as they did", () => {
      const lines = [
        { ...soup, serviceChargeContribution: 2 },
        { ...wine, serviceChargeContribution: 1 },
        { ...corkage, serviceChargeContribution: 0 },
      ];
      expect(restsOf(bill("APPORTIONED", lines, 3))).toEqual([
        [1, "1", 1200n],
        [2, "1", 2100n],
        [3, "1", 3000n],
      ]);
      const discount = buildLine({
        sku: "S0",
        amount: -5,
        type: "LineDiscount",
        serviceChargeContribution: -1,
      });
      const dearer = { ...corkage, amount: 35 };
      expect(
        restsOf(
          bill("APPORTIONED", [...lines.slice(0, 2), dearer, discount], 2),
        ),
      ).toEqual([
        [1, "1", 600n],
        [2, "1", 2100n],
        [3, "1", 3500n],
      ]);
    });

    test("with all lines in proportion, where it is not taxed or no line says what it contributed", () => {
      const inProportion = [
        [1, "1", 1100n],
        [2, "1", 2200n],
        [3, "1", 3300n],
      ];
      const lines = [soup, wine, corkage] as object[];
      expect(restsOf(bill("UNTAXED", lines, 6))).toEqual(inProportion);
      expect(restsOf(bill("APPORTIONED", lines, 6))).toEqual(inProportion);
      const free = { ...corkage, taxRate: 1, taxName: "0%" };
      const none = { ...corkage, taxRate: null, taxName: null };
      for (const untaxed of [free, none])
        expect(restsOf(bill("UNTAXED", [soup!, wine!, untaxed], 6))).toEqual(
          inProportion,
        );
    });

    test("but not with what was given away", () => {
      const comp = buildLine({ sku: "S0", amount: -10, type: "LineDiscount" });
      const dearer = { ...corkage, amount: 40 };
      const lines = [soup!, wine!, dearer, comp];
      expect(restsOf(bill("UNTAXED", lines, 6))).toEqual([
        [1, "0", 0n],
        [2, "1", 2200n],
        [3, "1", 4400n],
      ]);
    });
  });

  test("all that is left is every line, what was given away and taken off again included, with every cent of tax", () => {
    fc.assert(
      fc.property(generatedBills, ({ bill, currency }) => {
        const books = new Books(everyone, { ...hotel, currency });
        const posted = books.take(chargeOf(bill, books.property));
        if (posted.kind !== "posted") return;
        const sold = [...books.postings];
        if (books.refund(posted.receiptId).kind === "refused") return;
        for (const posting of sold) {
          if (posting.lineNo === null || posting.gross === 0n) continue;
          const back = books.postings.filter(
            ({ postingId }) =>
              books.postingReverses(postingId) === posting.postingId,
          );
          const all = [posting, ...back];
          expect(sum(all.map(({ gross }) => gross))).toBe(0n);
          expect(sum(all.map(({ tax }) => tax))).toBe(0n);
          expect(sum(all.map(({ quantity }) => quantity))).toBe(0n);
        }
      }),
    );
  });

  test("a refund that an earlier version shared out otherwise counts, and leaves no more than stands", () => {
    const books = new Books(everyone);
    const posted = books.take(
      chargeOf(
        buildBill({
          transactions: [
            buildLine({ sku: "S", quantity: 3, amount: 30 }),
            buildLine({ sku: "P", quantity: 2, amount: 20 }),
            buildLine({ sku: "S", quantity: -1, amount: -10 }),
          ],
          payments: [buildPayment({ amount: 40 })],
        }),
      ),
    );
    if (posted.kind !== "posted") throw new Error(posted.kind);
    const { receiptId } = posted;
    const restsNow = () =>
      lineRests(books.refundFacts(receiptId).receipt, null);
    const pils = restsNow()[1]!;
    const takenOff = books.postings.find(({ gross }) => gross === -1000n)!;
    // What was taken off again was shared by all lines of the rate.
    pils.cells.push({
      ...pils.cells[0]!,
      posting: { ...takenOff, reverses: null },
      gross: -400n,
      taxes: [-29n],
    });
    const line = takeOfLine({ ...pils, amount: 1600n }, 1600n, 2n * ONE);
    const facts = books.refundFacts(receiptId);
    const taken = { kind: "line" as const, lines: [line], tips: [] };
    const { refund, effects } = postRefund(WHOLE_REST, taken, facts);
    books.postings.push(...effects.postings);
    books.bills.push(...effects.bills);
    books.links.push(...effects.links);
    const standing = { status: "posted" as const, stateNo: 0 };
    books.refunds.push({ ...refund, ...standing, overRefunded: 0n });
    expect(
      restsNow().map(({ line: { lineNo }, amount }) => [lineNo, amount]),
    ).toEqual([
      [1, 2400n],
      [2, 0n],
    ]);
    expect(books.refund(receiptId).kind).toBe("posted");
    expect(books.balances()).toEqual({});
  });

  test("a thousand small discounts lessen a thousand lines alike, not those that come first", () => {
    const many = Array.from({ length: 1000 });
    const lines = [
      ...many.map(() => buildLine({ amount: 10 })),
      ...many.map(() => buildLine({ amount: -1, type: "AccountDiscount" })),
    ];
    const payments = [4000, 5000].map((amount, at) =>
      buildPayment({ amount, reservationId: `00${at + 1}` }),
    );
    const rests = restsOf(buildBill({ transactions: lines, payments }));
    expect(rests).toHaveLength(1000);
    for (const [, , amount] of rests) {
      expect(amount).toBeGreaterThanOrEqual(899n);
      expect(amount).toBeLessThanOrEqual(901n);
    }
  });

  test("a thousand discounts on a thousand lines for three rooms go back to the last cent, each line in few parts", () => {
    const many = Array.from({ length: 1000 });
    const lines = [
      ...many.map((_, at) =>
        buildLine({ amount: 10 + (at % 13) / 100, taxRate: 1.077 }),
      ),
      ...many.map((_, at) =>
        buildLine({
          amount: -2 - (at % 17) / 100,
          taxRate: 1.077,
          type: "AccountDiscount",
        }),
      ),
    ];
    const cents = sum(
      lines.map((line) => BigInt(Math.round(100 * Number(line["amount"])))),
    );
    const [first, second] = [cents / 3n, cents / 7n];
    const shares = [first, second, cents - first - second];
    const payments = shares.map((share, at) =>
      buildPayment({
        amount: Number(share) / 100,
        reservationId: `00${at + 1}`,
      }),
    );
    const books = new Books(everyone);
    const bill = buildBill({ transactions: lines, payments });
    const posted = books.take(chargeOf(bill));
    if (posted.kind !== "posted") throw new Error(posted.kind);
    const { receiptId } = posted;
    const restsNow = () =>
      lineRests(books.refundFacts(receiptId).receipt, null);
    const cells = restsNow().flatMap((rest) => rest.cells);
    expect(cells.length).toBeLessThan(15_000);
    const amounts = restsNow().map(({ amount }) => amount);
    expect(sum(amounts)).toBe(cents);
    const prices = many.map((_, at) => 1000n + BigInt(at % 13));
    for (const [at, amount] of amounts.entries()) {
      const share = (prices[at]! * cents) / sum(prices);
      // A minor unit on each folio.
      expect(amount).toBeGreaterThanOrEqual(share - 3n);
      expect(amount).toBeLessThanOrEqual(share + 3n);
    }
    const asked = { receiptId: null, quantity: null, amount: null };
    const refunded = books.refund(receiptId, {
      lines: [{ lineNo: 500, ...asked }],
    });
    expect(refunded).toMatchObject({
      kind: "posted",
      refund: { totals: { totalAmount: amounts[499] } },
    });
    expect(books.refund(receiptId).kind).toBe("posted");
    expect(books.balances()).toEqual({});
    expect(sum(books.postings.map(({ tax }) => tax))).toBe(0n);
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
