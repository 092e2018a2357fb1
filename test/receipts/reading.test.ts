import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  divideRounded,
  formatDecimal,
  formatMinor,
  ONE,
  parseDecimal,
  parseMinor,
  sum,
} from "../../src/money.ts";
import {
  BODY_DEPTH_MAX,
  findApiKeys,
  readBody,
} from "../../src/receipts/read-body.ts";
import { contentKey, contentOf } from "../../src/receipts/receipt-content.ts";
import {
  readReceipt,
  UnreadableNumber,
} from "../../src/receipts/read-receipt.ts";
import type { Receipt } from "../../src/receipts/receipt.ts";
import { formatUuid, readUuid } from "../../src/receipts/uuid.ts";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import { chargeOf } from "../support/books.ts";

function receiptOf(text: string): Receipt {
  const reading = readBody(Buffer.from(text));
  if (reading.kind === "unreadable")
    throw new Error(JSON.stringify(reading.faults));
  return readReceipt(reading.exact);
}

function faultsOf(body: string | Buffer): unknown {
  const reading = readBody(Buffer.from(body));
  return reading.kind === "unreadable" ? reading.faults : "read";
}

describe("a body is read without losing anything", () => {
  test("ids are exact up to 2^63-1, as numbers and as strings (h 6)", () => {
    const receipt = receiptOf(
      `{"payments":[],"ownerId":9223372036854775807,"deviceId":"9223372036854775806","revenueCenterId":94489280528}`,
    );
    expect([
      receipt.ownerId,
      receipt.deviceId,
      receipt.revenueCenterId,
    ]).toEqual(["9223372036854775807", "9223372036854775806", "94489280528"]);
  });

  test("amounts are what was written, however many digits", () => {
    const receipt = receiptOf(
      `{"payments":[{"amount":123456789.123456789,"gratuity":1e2}],"transactions":[{"amount":9.0000,"quantity":1.00000,"taxRate":1.0770}]}`,
    );
    expect([
      receipt.payments[0]?.amount,
      receipt.payments[0]?.gratuity,
    ]).toEqual([parseDecimal("123456789.123456789"), 100n * ONE]);
    expect(receipt.lines[0]).toMatchObject({ amount: 9n * ONE, quantity: ONE });
  });

  test("any decimal survives reading and writing", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        (value) => {
          expect(parseDecimal(formatDecimal(value))).toBe(value);
          const text = formatDecimal(value);
          if (!text.includes(".") || text.split(".")[1]!.length <= 2) {
            const minor = parseMinor(text, 2);
            expect(
              minor === null ? null : parseMinor(formatMinor(minor, 2), 2),
            ).toBe(minor);
          }
          const receipt = receiptOf(`{"payments":[{"amount":${text}}]}`);
          expect(receipt.payments[0]?.amount).toBe(value);
        },
      ),
    );
  });

  test("a number that cannot be kept exactly is named, not rounded", () => {
    const text = `{"payments":[{"amount":0.1234567890123456789}]}`;
    expect(() => receiptOf(text)).toThrow(UnreadableNumber);
    expect(() => receiptOf(text)).toThrow("/payments/0/amount");
  });

  test("members given twice are refused with their place, at any depth", () => {
    expect(faultsOf(`{"a":1,"b":{"c":[{"d":1},{"d":1,"\\u0064":2}]}}`)).toEqual(
      [{ pointer: "/b/c/1/d", fault: "is given twice" }],
    );
    expect(faultsOf(`{"a":"x:y,\\"a\\":","b":{"a":1}}`)).toBe("read");
  });

  test("__proto__ is refused, also when it is spelt with escapes", () => {
    expect(faultsOf(`{"payments":[{"__proto__":{}}]}`)).toEqual([
      { pointer: "/payments/0/__proto__", fault: "is not an allowed name" },
    ]);
    expect(faultsOf(`{"\\u005f_proto__":1}`)).not.toBe("read");
  });

  test("depth is bounded before it is parsed", () => {
    expect(
      faultsOf("[".repeat(BODY_DEPTH_MAX) + "]".repeat(BODY_DEPTH_MAX)),
    ).toBe("read");
    expect(faultsOf("[".repeat(500_000))).not.toBe("read");
  });

  test("what is not UTF-8, not JSON or cut off is a fault that quotes nothing of it", () => {
    const bodies = [
      Buffer.from([0x22, 0xff, 0x22]),
      "",
      `{"clientName":"Anna Muster`,
      `{"clientName":"Anna" oops}`,
    ];
    for (const body of bodies) {
      const faults = faultsOf(body);
      expect(faults).not.toBe("read");
      expect(JSON.stringify(faults)).not.toMatch(/Anna|oops/);
    }
  });

  test("the distinct keys of an unreadable body are found", () => {
    expect(
      findApiKeys(
        Buffer.from(
          `{"apiKey":"one","apiKey" : "two","x":"\\"apiKey\\":\\"no\\""`,
        ),
      ),
    ).toEqual(["one", "two"]);
    expect(
      findApiKeys(Buffer.from(`{"apiKey":"one","payments":[{"apiKey":"one"`)),
    ).toEqual(["one"]);
  });

  test("text is kept well-formed and without NUL, so that every database takes it", () => {
    const receipt = receiptOf(`{"payments":[],"name":"a\\u0000b\\ud800"}`);
    expect(receipt.tableName).toBe("a\uFFFDb\uFFFD");
  });
});

describe("the contradictions of the contract are read tolerantly", () => {
  test("payment dates are ISO with or without zone, seconds or milliseconds (h 2)", () => {
    const dates = [
      "2022-09-01T12:27:33.243Z",
      "2016-01-13T08:00:00",
      1662035253,
      1662035253243,
      "2022-09-01T14:27:33+02:00",
    ];
    const receipt = receiptOf(
      JSON.stringify({
        payments: dates.map((paymentDate) => ({ amount: 1, paymentDate })),
      }),
    );
    expect(receipt.payments.map((payment) => payment.paidAt)).toEqual([
      1662035253243, 1452672000000, 1662035253000, 1662035253243, 1662035253000,
    ]);
  });

  test("dates without zone are UTC, and what is no date is absent (h 8)", () => {
    const receipt = receiptOf(
      `{"payments":[],"closeDate":"2016-01-13T06:00:00","openDate":"2026-13-45T00:00:00Z"}`,
    );
    expect([receipt.closedAt, receipt.openedAt]).toEqual([
      Date.UTC(2016, 0, 13, 6),
      null,
    ]);
  });

  test("a uuid is its 16 bytes in both alphabets, without padding and in 36 characters (h 5)", () => {
    const spellings = [
      "2tO3PMb6SVuEJj5v2eJc-Q==",
      "2tO3PMb6SVuEJj5v2eJc+Q==",
      "2tO3PMb6SVuEJj5v2eJc-Q",
      "DAD3B73C-C6FA-495B-8426-3E6FD9E25CF9",
    ];
    expect(new Set(spellings.map(readUuid))).toEqual(
      new Set(["dad3b73cc6fa495b84263e6fd9e25cf9"]),
    );
    expect(formatUuid("dad3b73cc6fa495b84263e6fd9e25cf9")).toBe(
      "2tO3PMb6SVuEJj5v2eJc-Q==",
    );
    expect(formatUuid(readUuid("table-5"))).toBe("table-5");
  });

  test("covers may be a decimal, ids of taxes text or number (h 9, h 10)", () => {
    const receipt = receiptOf(
      `{"payments":[],"covers":2.5,"transactions":[{"amount":1,"taxId":0,"taxLines":[{"taxId":"141948669132806","taxAmount":0.1}]}]}`,
    );
    expect([
      receipt.covers,
      receipt.lines[0]?.taxId,
      receipt.lines[0]?.taxLines[0]?.taxId,
    ]).toEqual(["2.5", "0", "141948669132806"]);
  });

  test("a rate outside [1, 2) is flagged and not guessed (h 11)", () => {
    const flagsFor = (taxRate: number): string[] =>
      chargeOf(
        buildBill({
          transactions: [buildLine({ amount: 6, taxRate })],
          payments: [buildPayment()],
        }),
      ).totalled.flags;
    expect([
      flagsFor(7.7),
      flagsFor(0.077),
      flagsFor(1.077),
      flagsFor(1),
    ]).toEqual([["tax-rate-implausible"], ["tax-rate-implausible"], [], []]);
  });

  test("an amount that is absent is quantity times unit amount, sign and all (h 18)", () => {
    const receipt = receiptOf(
      `{"payments":[],"transactions":[{"quantity":-2,"unitAmount":3.25},{"quantity":0.125,"unitAmount":-8}]}`,
    );
    expect(receipt.lines.map((line) => formatDecimal(line.amount))).toEqual([
      "-6.5",
      "-1",
    ]);
  });

  test("unknown line types are text and the sign alone decides on reversal (h 12, h 13)", () => {
    const bill = buildBill({
      transactions: [buildLine({ amount: 6, type: "VOID" })],
      payments: [buildPayment()],
    });
    expect(chargeOf(bill).totalled).toMatchObject({
      kind: "sale",
      lines: [{ kind: "item" }],
    });
    expect(chargeOf({ ...bill, initialAccountId: "A1.1" }).totalled.kind).toBe(
      "sale",
    );
  });

  test("the tip is outside the amount (h 14)", () => {
    const { gross, tips } = chargeOf(buildBill()).totalled;
    expect([gross, tips]).toEqual([1100n, 100n]);
  });

  test("an untyped amount against its quantity's sign is a discount, in a sale and in its void", () => {
    const kinds = (sign: number): string[] =>
      chargeOf(
        buildBill({
          transactions: [
            buildLine({ amount: sign * 9, quantity: sign }),
            buildLine({ amount: -sign * 3, quantity: sign }),
          ],
          payments: [buildPayment({ amount: sign * 6 })],
        }),
      ).totalled.lines.map((line) => line.kind);
    expect([kinds(1), kinds(-1)]).toEqual([
      ["item", "discount"],
      ["item", "discount"],
    ]);
  });

  test("a service charge that differs from its contributions wins, and the rest goes on the largest", () => {
    const { lines, gross } = chargeOf(
      buildBill({
        serviceCharge: { amount: 3, type: "APPORTIONED" },
        transactions: [
          buildLine({ amount: 20, serviceChargeContribution: 2 }),
          buildLine({
            amount: 5,
            sku: "W",
            taxRate: 1.026,
            taxName: "2.6%",
            serviceChargeContribution: 0.5,
          }),
        ],
        payments: [buildPayment({ amount: 28 })],
      }),
    ).totalled;
    const charges = lines
      .filter((line) => line.kind === "service-charge")
      .map((line) => [line.taxes[0]?.rate, line.gross]);
    expect([gross, charges]).toEqual([
      2800n,
      [
        ["2.6", 50n],
        ["7.7", 250n],
      ],
    ]);
  });

  test("a service charge that says neither that it is taxed nor that it is not is booked without tax, and flagged", () => {
    const read = (
      serviceCharge: object | null,
      taxRate = 1.1,
    ): [bigint, string[]] => {
      const contributing = { amount: 100, serviceChargeContribution: 10 };
      const { tax, flags } = chargeOf(
        buildBill({
          serviceCharge,
          transactions: [buildLine({ ...contributing, taxRate })],
          payments: [buildPayment({ amount: 110 })],
        }),
      ).totalled;
      return [tax, flags];
    };
    const unclear = [909n, ["tax-not-found"]];
    expect(read(null)).toEqual(unclear);
    expect(read({ amount: 10 })).toEqual(unclear);
    expect(read({ amount: 10, type: "BY_COVERS" })).toEqual(unclear);
    expect(read({ amount: 10, type: "UNTAXED" })).toEqual([909n, []]);
    expect(read({ amount: 10, type: "APPORTIONED" })).toEqual([1000n, []]);
    expect(read(null, 1)).toEqual([0n, []]);
  });

  test("a service charge of which only the type is told is what the lines contribute, taxed as its type says", () => {
    const taxOf = (serviceCharge: object | null): bigint =>
      chargeOf(
        buildBill({
          serviceCharge,
          transactions: [
            buildLine({
              amount: 100,
              taxRate: 1.1,
              serviceChargeContribution: 10,
            }),
          ],
          payments: [buildPayment({ amount: 110 })],
        }),
      ).totalled.tax;
    expect(taxOf({ type: "APPORTIONED" })).toBe(1000n);
    expect(taxOf({ type: "APPORTIONED", amount: 10 })).toBe(1000n);
    expect(taxOf({ type: "APPORTIONED", amount: null })).toBe(1000n);
    expect(taxOf({ type: "UNTAXED" })).toBe(909n);
    expect(taxOf(null)).toBe(909n);
  });
});

describe("rounding and balance", () => {
  test("the tax of a rate is the sum of what the till told and of what is inside the other lines, rounded once", () => {
    const lines = fc.array(
      fc.record({
        minor: fc.integer({ min: 20, max: 500 }),
        told: fc.option(fc.integer({ min: 0, max: 50 })),
        share: fc.integer({ min: -20, max: 20 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(lines, (seeds) => {
        const cents = (minor: number): number => Number(`${minor}e-2`);
        const shares = sum(seeds.map(({ share }) => BigInt(share)));
        const taxed = { taxRate: 1.2, taxIncluded: true };
        const bill = buildBill({
          serviceCharge: { type: "APPORTIONED", amount: Number(shares) / 100 },
          transactions: seeds.map(({ minor, told, share }) =>
            buildLine({
              ...taxed,
              amount: cents(minor),
              serviceChargeContribution: cents(share),
              taxLines:
                told === null ? [] : [{ ...taxed, taxAmount: cents(told) }],
            }),
          ),
          payments: [
            buildPayment({
              amount: cents(
                seeds.reduce((all, { minor }) => all + minor, Number(shares)),
              ),
            }),
          ],
        });
        // Of what is inside at 20 %, a sixth.
        const sixths = sum(
          seeds.map(({ minor, told, share }) =>
            told === null ? BigInt(minor + share) : 6n * BigInt(told),
          ),
        );
        expect(chargeOf(bill).totalled.tax).toBe(divideRounded(sixths, 6n));
      }),
    );
  });

  const paid = (amount: number): string[][] => {
    const { lines, flags } = chargeOf(
      buildBill({
        transactions: [buildLine({ amount: 10 })],
        payments: [buildPayment({ amount })],
      }),
    ).totalled;
    return [
      lines.map((line) => `${line.kind} ${formatMinor(line.gross, 2)}`),
      flags,
    ];
  };

  test("up to the tolerance the payments' surplus is rounding, beyond it a flagged difference", () => {
    expect(paid(10.05)).toEqual([["item 10.00", "rounding 0.05"], []]);
    expect(paid(9.95)).toEqual([["item 10.00", "rounding -0.05"], []]);
    expect(paid(10.06)).toEqual([
      ["item 10.00", "difference 0.06"],
      ["out-of-balance"],
    ]);
  });

  test("what a payment has beyond the minor unit is rounded, half away from zero, and flagged", () => {
    expect(paid(10.005)).toEqual([
      ["item 10.00", "rounding 0.01"],
      ["rounded"],
    ]);
  });
});

describe("content", () => {
  const digest = (receipt: Receipt): string =>
    contentOf(receipt, receipt.lines.map(contentKey)).contentDigest;
  const bill = buildBill();

  test("does not depend on how numbers are written, nor on order, names and unknown members (h 27)", () => {
    const text = JSON.stringify(bill);
    const other = JSON.stringify({
      ...bill,
      apiKey: "another",
      ownerName: "Somebody else",
      brandNewMember: { deep: true },
      transactions: [...bill.transactions].reverse(),
    }).replaceAll(":11,", ":11.0000,");
    expect(digest(receiptOf(other))).toBe(digest(receiptOf(text)));
  });

  test.each(["fiscId", "initialAccountId", "closeDate"])(
    "depends on %s",
    (member) => {
      const changed = {
        ...bill,
        [member]: member === "closeDate" ? "2026-11-20T19:27:34Z" : "A1.1",
      };
      expect(digest(receiptOf(JSON.stringify(changed)))).not.toBe(
        digest(receiptOf(JSON.stringify(bill))),
      );
    },
  );

  test("depends on every amount, tip, reservation and code", () => {
    const [line, other] = bill.transactions;
    const [payment] = bill.payments;
    const changes = [
      { transactions: [{ ...line, amount: 6.01 }, other] },
      { transactions: [{ ...line, amount: -6 }, other] },
      { transactions: [{ ...line, sku: "F09" }, other] },
      { payments: [{ ...payment, gratuity: 1.5 }] },
      { payments: [{ ...payment, reservationId: "1" }] },
      { payments: [{ ...payment, methodCode: "CASH" }] },
      { serviceCharge: { amount: 1, type: "UNTAXED" } },
    ];
    const digests = changes.map((change) =>
      digest(receiptOf(JSON.stringify({ ...bill, ...change }))),
    );
    expect(
      new Set([...digests, digest(receiptOf(JSON.stringify(bill)))]).size,
    ).toBe(changes.length + 1);
  });
});
