import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { currencyDecimals, divideRounded, sum } from "../../src/money.ts";
import type { Posting } from "../../src/folios/posting.ts";
import { divideControlled } from "../../src/folios/controlled-rounding.ts";
import { Division } from "../../src/folios/in-proportion.ts";
import { Books, chargeOf, guest, hotel } from "../support/books.ts";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import {
  generatedBills,
  negated,
  reordered,
} from "../support/generated-bills.ts";

const CLEARING = "house:45454565682155";

function postingsOf(
  bill: Bill,
  currency: string,
): { postings: Posting[]; books: Books } {
  const property = {
    ...hotel,
    currency,
    roundingTolerance: currency === "JPY" ? 1n : currency === "KWD" ? 50n : 5n,
  };
  const books = new Books([guest("001"), guest("002"), guest("1")], property);
  const decision = books.take(chargeOf(bill, property));
  expect(decision.kind).toBe("posted");
  return { postings: books.postings, books };
}

/** Postings without what differs between two sendings: ids and line numbers. */
function essence(postings: Posting[], sign: bigint): string[] {
  return postings
    .map((posting) =>
      [
        posting.folioId,
        posting.kind,
        posting.sku,
        posting.description,
        posting.methodCode,
        String(sign * posting.quantity),
        String(sign * posting.gross),
        posting.taxes
          .map((tax) => `${tax.rate}=${sign * tax.amount}`)
          .join("+"),
      ].join("|"),
    )
    .sort();
}

describe("whatever the bill", () => {
  test("a bill of the most lines for the most payers has each of them owe what he pays", () => {
    const payers = Array.from({ length: 100 }, (_, at) => `B${at}`);
    const transactions = Array.from({ length: 2000 }, (_, at) =>
      buildLine({ sku: `S${at}`, amount: 25 }),
    );
    const payments = payers.map((reservationId) =>
      buildPayment({ reservationId, amount: 500 }),
    );
    const books = new Books(payers.map((id) => guest(id)));
    const posted = books.take(chargeOf(buildBill({ transactions, payments })));
    expect(posted.kind).toBe("posted");
    expect(books.postings.length).toBe(200_000);
    for (const own of Map.groupBy(
      books.postings,
      (one) => one.folioId,
    ).values())
      expect(sum(own.map(({ gross }) => gross))).toBe(50_000n);
  });

  test("every folio's postings other than payments equal its bill, and all together the payments plus tips", () => {
    fc.assert(
      fc.property(generatedBills, ({ bill, currency }) => {
        const { books, postings } = postingsOf(bill, currency);
        const charge = chargeOf(bill, { ...hotel, currency });
        const paid = sum(
          charge.totalled.payments.map(
            (payment) => payment.amount + payment.gratuity,
          ),
        );
        const owed = postings.filter((posting) => posting.kind !== "payment");
        expect(sum(owed.map((posting) => posting.gross))).toBe(paid);
        for (const own of books.bills) {
          const lines = owed.filter(
            (posting) => posting.folioId === own.folioId,
          );
          expect(sum(lines.map((posting) => posting.gross))).toBe(
            own.amount + own.gratuity,
          );
        }
      }),
    );
  });

  test("the clearing account ends at zero", () => {
    fc.assert(
      fc.property(generatedBills, ({ bill, currency }) => {
        expect(postingsOf(bill, currency).books.balance(CLEARING)).toBe(0n);
      }),
    );
  });

  test("the parts of a line sum to the line, its tax per rate and its quantity included", () => {
    fc.assert(
      fc.property(generatedBills, ({ bill, currency }) => {
        const { postings, books } = postingsOf(bill, currency);
        const { lines } = books.receipts[0]!.charge.totalled;
        if (postings.length === 0) return;
        for (const line of lines) {
          const parts = postings.filter(
            (posting) => posting.lineNo === line.lineNo,
          );
          expect(sum(parts.map((part) => part.gross))).toBe(line.gross);
          expect(sum(parts.map((part) => part.quantity))).toBe(line.quantity);
          for (const tax of line.taxes) {
            const own = parts.flatMap((part) =>
              part.taxes.filter((other) => other.rate === tax.rate),
            );
            expect(sum(own.map((part) => part.amount))).toBe(tax.amount);
          }
        }
      }),
    );
  });

  test("net, taxes and gross of every posting agree, and tax per rate sums to the receipt's", () => {
    fc.assert(
      fc.property(generatedBills, ({ bill, currency }) => {
        const { postings, books } = postingsOf(bill, currency);
        for (const posting of postings) {
          expect(posting.net + posting.tax).toBe(posting.gross);
          expect(sum(posting.taxes.map((tax) => tax.amount))).toBe(posting.tax);
        }
        if (postings.length === 0) return;
        expect(sum(postings.map((posting) => posting.tax))).toBe(
          books.receipts[0]?.charge.totalled.tax,
        );
      }),
    );
  });

  test("a part is within one minor unit of exact and never of opposite sign", () => {
    fc.assert(
      fc.property(generatedBills, ({ bill, currency }) => {
        const { postings, books } = postingsOf(bill, currency);
        if (postings.some((posting) => posting.kind === "transfer")) return;
        const { lines } = books.receipts[0]!.charge.totalled;
        const whole = sum(books.bills.map((own) => own.amount));
        if (whole === 0n) return;
        for (const own of books.bills) {
          for (const line of lines) {
            const part = postings.find(
              (posting) =>
                posting.folioId === own.folioId &&
                posting.lineNo === line.lineNo,
            );
            expectFairPart(part?.gross ?? 0n, line.gross * own.amount, whole);
            line.taxes.forEach((tax, index) => {
              expectFairPart(
                part?.taxes[index]?.amount ?? 0n,
                tax.amount * own.amount,
                whole,
              );
            });
          }
        }
      }),
    );
  });

  test("a void takes back exactly what the bill posted, whatever the order of lines and payers", () => {
    fc.assert(
      fc.property(generatedBills, fc.nat(50), ({ bill, currency }, seed) => {
        const there = postingsOf(bill, currency).postings;
        const back = postingsOf(
          reordered(negated(bill), seed),
          currency,
        ).postings;
        expect(essence(back, -1n)).toEqual(essence(there, 1n));
      }),
    );
  });
});

/** `numerator / whole` is the exact part. */
function expectFairPart(part: bigint, numerator: bigint, whole: bigint): void {
  const distance = part * whole - numerator;
  const size = (value: bigint): bigint => (value < 0n ? -value : value);
  expect(size(distance) < size(whole)).toBe(true);
  expect(part * numerator * whole >= 0n).toBe(true);
}

describe("controlled rounding", () => {
  const tables = fc.record({
    rows: fc.array(fc.bigInt({ min: -50_000n, max: 50_000n }), {
      minLength: 1,
      maxLength: 12,
    }),
    weights: fc.array(fc.bigInt({ min: 1n, max: 9_999n }), {
      minLength: 1,
      maxLength: 8,
    }),
    sign: fc.constantFrom(1n, -1n),
  });

  test("rows keep their amounts, columns are next to exact, parts within one unit and of the right sign", () => {
    fc.assert(
      fc.property(tables, ({ rows, weights: sizes, sign }) => {
        const weights = sizes.map((size) => sign * size);
        const whole = sum(weights);
        const parts = divideControlled(rows, weights);
        parts.forEach((row, at) => {
          expect(sum(row)).toBe(rows[at]);
          row.forEach((part, payer) =>
            expectFairPart(part, rows[at]! * weights[payer]!, whole),
          );
        });
        weights.forEach((weight, payer) => {
          expectFairPart(
            sum(parts.map((row) => row[payer]!)),
            sum(rows) * weight,
            whole,
          );
        });
      }),
    );
  });

  test("where a column's exact total is whole it is met", () => {
    fc.assert(
      fc.property(tables, ({ rows, weights }) => {
        const total = sum(weights);
        const exact = [...rows, total - sum(rows)];
        const parts = divideControlled(exact, weights);
        weights.forEach((weight, payer) =>
          expect(sum(parts.map((row) => row[payer]!))).toBe(weight),
        );
      }),
    );
  });

  test("a hundred payers of two thousand lines are divided without a stall", () => {
    const rows = Array.from({ length: 2000 }, (_, index) =>
      BigInt(((index * 7919) % 5000) - 300),
    );
    const weights = Array.from({ length: 100 }, (_, index) =>
      BigInt(101 + ((index * 31) % 977)),
    );
    const parts = divideControlled(rows, weights);
    expect(parts.map((row) => sum(row))).toEqual(rows);
  });
});

describe("division in proportion", () => {
  const amounts = fc.array(fc.bigInt({ min: -500n, max: 500n }), {
    minLength: 1,
    maxLength: 60,
  });
  const weights = fc.array(fc.bigInt({ min: 0n, max: 999n }), {
    minLength: 1,
    maxLength: 40,
  });

  test("each of many amounts is divided whole, no part of another sign, and all together are near to exact", () => {
    fc.assert(
      fc.property(amounts, weights, (rows, shares) => {
        const whole = sum(shares);
        fc.pre(whole > 0n);
        const division = new Division(shares);
        const parts = rows.map((amount) => division.parts(amount));
        parts.forEach((row, at) => {
          expect(sum(row)).toBe(rows[at]);
          row.forEach((part, of) =>
            expectFairPart(part, rows[at]! * shares[of]!, whole),
          );
        });
        shares.forEach((weight, of) => {
          const given = sum(parts.map((row) => row[of]!));
          const off = given * whole - sum(rows) * weight;
          expect(off < 2n * whole && off > -2n * whole).toBe(true);
        });
      }),
    );
  });
});

test("half a minor unit is rounded away from zero", () => {
  expect([
    divideRounded(5n, 10n),
    divideRounded(-5n, 10n),
    divideRounded(4n, 10n),
  ]).toEqual([1n, -1n, 0n]);
  expect([
    currencyDecimals("JPY"),
    currencyDecimals("CHF"),
    currencyDecimals("KWD"),
  ]).toEqual([0, 2, 3]);
});
