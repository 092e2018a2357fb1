import fc from "fast-check";
import { buildBill, buildLine, buildPayment } from "./bill.ts";
import type { Bill, BillLine } from "./bill.ts";

/** A currency with 0, 2 or 3 decimals. */
const currencies = fc.constantFrom("JPY", "CHF", "KWD");
const decimalsOf: Record<string, number> = { JPY: 0, CHF: 2, KWD: 3 };

const rates = fc.constantFrom(
  { taxRate: 1.077, taxName: "7.7%" },
  { taxRate: 1.026, taxName: "2.6%" },
  { taxRate: 1.19, taxName: "19%" },
  { taxRate: 1, taxName: "0%" },
  { taxRate: null, taxName: null },
);
const things = fc.constantFrom(
  { sku: "F07", description: "Flat White", groupId: 962442041491505 },
  { sku: "B1", description: "Pils", groupId: "987938217632" },
  { sku: null, description: "Open item", groupId: null },
);

/** An amount of minor units written as the till's number. */
function written(minor: number, decimals: number): number {
  return Number(`${minor}e-${decimals}`);
}

interface LineSeed {
  thing: Record<string, unknown>;
  rate: { taxRate: number | null; taxName: string | null };
  minor: number;
  extra: number;
  quantity: number;
  kind: "sale" | "line-discount" | "negative-line" | "surcharge" | "taken-off";
  included: boolean;
  taxLines: boolean;
  contribution: number;
  comped: boolean;
  /** How many of the quantity, and how many times its price. */
  takenOff: number;
}

const lineSeeds: fc.Arbitrary<LineSeed> = fc.record({
  thing: things,
  rate: rates,
  minor: fc.integer({ min: 0, max: 20_000 }),
  extra: fc.constantFrom(0, 0, 0, 3, 47),
  quantity: fc.constantFrom(1, 1, 2, 3, 0.125, 0.3337),
  kind: fc.constantFrom(
    "sale",
    "sale",
    "sale",
    "line-discount",
    "negative-line",
    "surcharge",
  ),
  included: fc.constantFrom(true, true, true, false),
  taxLines: fc.boolean(),
  contribution: fc.constantFrom(0, 0, 15, 101),
  comped: fc.constantFrom(false, false, false, true),
  takenOff: fc.constantFrom(0, 0, 0, 1, 2, 3),
});

/**
 * What is on the house is rung up, and a line discount takes all of it off again; what was rung up in error is taken off
 * the bill again, or some of it.
 */
function asRungUp(seed: LineSeed): LineSeed[] {
  if (seed.kind !== "sale") return [seed];
  const after: LineSeed[] = [];
  const { takenOff, minor } = seed;
  if (takenOff > 0) {
    const off = { ...seed, extra: 0, quantity: -takenOff, contribution: 0 };
    after.push({ ...off, kind: "taken-off", minor: minor * takenOff });
  }
  if (seed.comped)
    after.push({ ...seed, kind: "line-discount", contribution: 0 });
  return takenOff === 0
    ? [seed, ...after]
    : [{ ...seed, extra: 0, quantity: 3, minor: minor * 3 }, ...after];
}

function isAgainst({ kind }: LineSeed): boolean {
  return kind !== "sale" && kind !== "surcharge";
}

function lineOf(seed: LineSeed, decimals: number): BillLine {
  const against = isAgainst(seed);
  // Two more decimals than the currency has, now and then.
  const amount = written(
    (against ? -1 : 1) * (seed.minor * 100 + seed.extra),
    decimals + 2,
  );
  const types = {
    sale: "Sale",
    "line-discount": "LineDiscount",
    "negative-line": null,
    surcharge: "PercentItem",
    "taken-off": "Sale",
  };
  const taxAmount = written(
    (against ? -1 : 1) * Math.round(seed.minor * 0.077),
    decimals,
  );
  return buildLine({
    ...seed.thing,
    ...seed.rate,
    amount,
    quantity: seed.quantity,
    type: types[seed.kind],
    taxIncluded: seed.included,
    ...(seed.contribution === 0
      ? {}
      : { serviceChargeContribution: written(seed.contribution, decimals) }),
    ...(seed.taxLines && seed.rate.taxRate !== null
      ? {
          taxLines: [
            {
              taxId: "7",
              taxName: "7.7%",
              taxAmount,
              taxRate: 1.077,
              taxIncluded: seed.included,
            },
          ],
        }
      : {}),
  });
}

const payerSeeds = fc.record({
  folio: fc.constantFrom("001", "002", "1", "cash", "card"),
  weight: fc.integer({ min: 0, max: 1000 }),
  tip: fc.constantFrom(0, 0, 100, 251),
  against: fc.constantFrom(false, false, false, false, false, true),
});

export interface GeneratedBill {
  bill: Bill;
  currency: string;
  decimals: number;
}

/**
 * Bills of every shape: several rates, both tax modes, discounts, comped lines, lines taken off again, service charges, one to
 * five payers with and without tips, in agreement with the lines or not, debits and credits.
 */
export const generatedBills: fc.Arbitrary<GeneratedBill> = fc
  .record({
    currency: currencies,
    lines: fc
      .array(lineSeeds, { maxLength: 8 })
      .map((seeds) => seeds.flatMap(asRungUp)),
    payers: fc.array(payerSeeds, { minLength: 1, maxLength: 5 }),
    service: fc.constantFrom(null, null, "UNTAXED", "APPORTIONED"),
    serviceOff: fc.constantFrom(0, 0, 7),
    paidOff: fc.constantFrom(0, 0, 0, 1, -3, 250),
    reversed: fc.boolean(),
  })
  .map(
    ({ currency, lines, payers, service, serviceOff, paidOff, reversed }) => {
      const decimals = decimalsOf[currency]!;
      const transactions = lines.map((seed) => lineOf(seed, decimals));
      const contributions = lines.reduce(
        (total, seed) => total + seed.contribution,
        0,
      );
      const listed = lines.reduce(
        (total, seed) => total + (isAgainst(seed) ? -seed.minor : seed.minor),
        0,
      );
      const total = listed + contributions + paidOff;
      const weights = payers.reduce((sum, payer) => sum + payer.weight, 0);
      let left = total;
      const payments = payers.map((payer, index) => {
        const last = index === payers.length - 1;
        const share =
          last || weights === 0
            ? left
            : Math.round((total * payer.weight) / weights);
        const own = payer.against ? -share : share;
        left -= own;
        const room = payer.folio !== "cash" && payer.folio !== "card";
        return buildPayment({
          amount: written(own, decimals),
          gratuity: written(payer.tip, decimals),
          methodCode: room ? "IKPMS" : payer.folio.toUpperCase(),
          methodName: payer.folio,
          reservationId: room ? payer.folio : null,
        });
      });
      const bill = buildBill({
        transactions,
        payments,
        ...(service === null
          ? {}
          : {
              serviceCharge: {
                type: service,
                amount: written(contributions + serviceOff, decimals),
              },
            }),
      });
      return { bill: reversed ? negated(bill) : bill, currency, decimals };
    },
  );

/** The same bill with every amount and quantity of the opposite sign, identities kept. */
export function negated(bill: Bill): Bill {
  const minus = (value: unknown): unknown =>
    typeof value === "number" && value !== 0 ? -value : value;
  const flip = (
    row: Record<string, unknown>,
    names: string[],
  ): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        names.includes(name) ? minus(value) : value,
      ]),
    );
  const charge = bill["serviceCharge"] as Record<string, unknown> | undefined;
  return {
    ...bill,
    transactions: bill.transactions.map((line) => ({
      ...flip(line, ["amount", "quantity", "serviceChargeContribution"]),
      ...(Array.isArray(line["taxLines"])
        ? {
            taxLines: (line["taxLines"] as BillLine[]).map((tax) =>
              flip(tax, ["taxAmount"]),
            ),
          }
        : {}),
    })),
    payments: bill.payments.map((payment) =>
      flip(payment, ["amount", "gratuity"]),
    ),
    ...(charge === undefined
      ? {}
      : { serviceCharge: flip(charge, ["amount"]) }),
  };
}

/** The bill with its lines and payments in another order. */
export function reordered(bill: Bill, seed: number): Bill {
  const shuffle = <Row>(rows: Row[]): Row[] =>
    rows
      .map((row, index) => ({
        row,
        rank: ((index + 1) * 7919 * (seed + 1)) % 104_729,
      }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ row }) => row);
  return {
    ...bill,
    transactions: shuffle(bill.transactions),
    payments: shuffle(bill.payments),
  };
}
