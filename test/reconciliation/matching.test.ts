import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { compareSale, withoutSale } from "../../src/reconciliation/compare.ts";
import type {
  ComparedLocation,
  ComparedReceipt,
  ComparedSale,
  Comparison,
  Found,
  PaidBy,
  Side,
} from "../../src/reconciliation/comparison.ts";
import {
  ReconciliationTotals,
  sumsOf,
  totalOf,
} from "../../src/reconciliation/reconciliation-totals.ts";
import type { Sums } from "../../src/reconciliation/reconciliation-totals.ts";
import { changeOf, paidBy } from "../../src/reconciliation/sides.ts";

const DATES = ["2026-11-19", "2026-11-20"];
const minor = fc.bigInt({ min: -100_000n, max: 100_000n });
const payment: fc.Arbitrary<PaidBy> = fc.record({
  methodCode: fc.constantFrom("IKPMS", "CASH", "CARD", ""),
  payments: minor,
  tips: fc.bigInt({ min: 0n, max: 2_000n }),
});
const side: fc.Arbitrary<Side> = fc.record({
  methods: fc.array(payment, { maxLength: 4 }).map(paidBy),
  tax: fc.bigInt({ min: -9_000n, max: 9_000n }),
});
const location: fc.Arbitrary<ComparedLocation> = fc.record({
  businessLocationId: fc.constantFrom("restaurant", "bar"),
  mirrors: fc.boolean(),
  goLiveAt: fc.constantFrom(null, 500),
});

/** A bill as each side may have it, and what a till or the back office may do with it. */
interface Evening {
  location: ComparedLocation;
  date: string;
  closedAt: number;
  sale: (Pick<ComparedSale, "type" | "lines"> & { paid: Side }) | null;
  here:
    | "receipt"
    | "same"
    | "corrected"
    | "voided"
    | "open"
    | "dismissed"
    | "superseded"
    | "nothing";
  paid: Side;
  /** By how much tax differs where the rest is the same. */
  rounded: bigint;
}
const evening: fc.Arbitrary<Evening> = fc.record({
  location,
  date: fc.constantFrom(...DATES),
  closedAt: fc.integer({ min: 0, max: 1_000 }),
  sale: fc.option(
    fc.record({
      type: fc.constantFrom(
        "SALE",
        "VOID",
        "RECALL",
        "SPLIT",
        "UPDATE",
        "FLOAT",
        "TRANSFER",
        null,
      ),
      lines: fc.integer({ min: 0, max: 3 }),
      paid: side,
    }),
  ),
  here: fc.constantFrom(
    "receipt",
    "same",
    "same",
    "corrected",
    "voided",
    "open",
    "dismissed",
    "superseded",
    "nothing",
  ),
  paid: side,
  rounded: fc.bigInt({ min: -4n, max: 4n }),
});

function compared(
  { location: at, date, closedAt, sale, here, paid, rounded }: Evening,
  number: number,
): {
  sale: Side | null;
  receipt: ComparedReceipt | null;
  comparison: Comparison;
} | null {
  const receipt: ComparedReceipt = {
    receiptId: BigInt(number),
    uuid: null,
    fiscId: null,
    receiptNumber: null,
    businessLocationId: at.businessLocationId,
    closedAt,
    paid:
      here === "same" && sale !== null
        ? { ...sale.paid, tax: sale.paid.tax + rounded }
        : paid,
    stands: here !== "voided",
  };
  const isReceipt = ["receipt", "same", "voided"].includes(here);
  if (sale === null)
    return isReceipt
      ? { sale: null, receipt, comparison: withoutSale(receipt, at, date) }
      : null;
  const isRefused =
    here === "open" || here === "dismissed" || here === "superseded";
  const found: Found | null = isReceipt
    ? { kind: "receipt", receipt }
    : here === "corrected"
      ? { kind: "corrected", receipt }
      : isRefused
        ? { kind: "refused", refused: { refusedId: 1n, status: here } }
        : null;
  const asked: ComparedSale = {
    key: `sale ${number}`,
    uuid: null,
    fiscId: null,
    receiptNumber: null,
    previousAccountId: null,
    closedAt,
    ...sale,
  };
  return {
    sale: found?.kind === "corrected" ? null : sale.paid,
    receipt: isReceipt ? receipt : null,
    comparison: compareSale(asked, found, at, date),
  };
}

const difference = (lightspeed: Sums, here: Sums): Sums => ({
  payments: here.payments - lightspeed.payments,
  tips: here.tips - lightspeed.tips,
  tax: here.tax - lightspeed.tax,
});
const sumOf = (all: readonly Sums[]): Sums =>
  all.reduce(
    (sum, { payments, tips, tax }) => ({
      payments: sum.payments + payments,
      tips: sum.tips + tips,
      tax: sum.tax + tax,
    }),
    { payments: 0n, tips: 0n, tax: 0n },
  );

describe("whatever evenings both sides have", () => {
  test("each side's total is what its bills come to, and what differs is the sum of what differs in them", () => {
    fc.assert(
      fc.property(fc.array(evening, { maxLength: 40 }), (evenings) => {
        const bills = evenings.flatMap(
          (each, index) => compared(each, index) ?? [],
        );
        const totals = new ReconciliationTotals();
        for (const { comparison } of bills) totals.add(comparison);
        const rows = totals.rows();
        const outcomes = rows.filter(({ section }) => section === "outcome");
        const methods = rows.filter(({ section }) => section === "method");
        const all = totalOf(outcomes);
        const items = bills.map(({ comparison }) =>
          difference(sumsOf(comparison.lightspeed), sumsOf(comparison.here)),
        );

        expect(all.times).toBe(BigInt(bills.length));
        expect(difference(all.lightspeed, all.here)).toEqual(sumOf(items));
        // What the receipts come to is counted here without a comparison; corrections are their changes.
        expect(all.here).toEqual(
          sumOf(
            bills.flatMap(({ receipt }) =>
              receipt?.stands === true ? [sumsOf(receipt.paid)] : [],
            ),
          ),
        );
        const recorded = bills.flatMap(({ sale, comparison }) =>
          sale !== null ? [sumsOf(sale)] : [sumsOf(comparison.lightspeed)],
        );
        expect(all.lightspeed).toEqual(sumOf(recorded));
        const byMethod = totalOf(methods);
        expect({ ...all.lightspeed, tax: 0n }).toEqual(byMethod.lightspeed);
        expect({ ...all.here, tax: 0n }).toEqual(byMethod.here);
        for (const date of DATES) {
          const own = bills.filter(
            ({ comparison }) => comparison.businessDate === date,
          );
          const day = totalOf(
            outcomes.filter(({ businessDate }) => businessDate === date),
          );
          expect(difference(day.lightspeed, day.here)).toEqual(
            sumOf(
              own.map(({ comparison }) =>
                difference(
                  sumsOf(comparison.lightspeed),
                  sumsOf(comparison.here),
                ),
              ),
            ),
          );
        }
      }),
    );
  });

  test("a bill matches only where payments and tips are alike by method, and tax within a minor unit for each line", () => {
    fc.assert(
      fc.property(evening, (one) => {
        const bill = compared(one, 1);
        if (bill?.sale == null || bill.receipt === null) return;
        const { comparison, receipt, sale } = bill;
        if (!receipt.stands) {
          expect(comparison.outcome).toBe("explained");
          return;
        }
        const tax = receipt.paid.tax - sale.tax;
        const isAlike =
          changeOf(sale.methods, receipt.paid.methods).length === 0 &&
          (tax < 0n ? -tax : tax) <= BigInt(Math.max(one.sale!.lines, 1));
        expect(comparison.outcome).toBe(isAlike ? "matched" : "amount-differs");
      }),
      // Cheap, and what it looks for is rare.
      { numRuns: 2_000 },
    );
  });

  test("what is taken back leaves no trace in the totals", () => {
    fc.assert(
      fc.property(fc.array(evening, { maxLength: 20 }), (evenings) => {
        const totals = new ReconciliationTotals();
        const bills = evenings.flatMap(
          (each, index) => compared(each, index) ?? [],
        );
        for (const { comparison } of bills) totals.add(comparison);
        for (const { comparison } of bills) totals.takeBack(comparison);
        for (const { times, lightspeed, here } of totals.rows())
          expect([
            times,
            ...Object.values(lightspeed),
            ...Object.values(here),
          ]).toEqual(Array(7).fill(0n));
      }),
    );
  });
});
