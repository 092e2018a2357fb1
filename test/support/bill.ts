import { randomUUID } from "node:crypto";

/** A charge request as the till sends it (reference b). Members are overridden per test. */
export type Bill = Record<string, unknown> & {
  transactions: BillLine[];
  payments: BillPayment[];
};
export type BillLine = Record<string, unknown>;
export type BillPayment = Record<string, unknown>;

let accounts = 0;

/** An ordinary bill: the published base sample, a new account every time. */
export function buildBill(overrides: Record<string, unknown> = {}): Bill {
  accounts += 1;
  const fiscId = `A56397.${accounts}`;
  return {
    name: "Table 5",
    openDate: "2026-11-20T18:25:36.161Z",
    closeDate: "2026-11-20T19:27:33.243Z",
    covers: 2,
    ownerId: 171861,
    ownerName: "Manager",
    deviceId: 56397,
    receiptId: `R56397.${accounts}`,
    fiscId,
    initialAccountId: fiscId,
    uuid: freshUuid(),
    revenueCenterId: 94489280528,
    revenueCenterName: "Fixed POS",
    transactions: [
      buildLine({ amount: 6 }),
      buildLine({ amount: 5, sku: "F08", description: "Espresso" }),
    ],
    payments: [buildPayment({ amount: 11, gratuity: 1 })],
    ...overrides,
  };
}

export function freshUuid(): string {
  return `${Buffer.from(randomUUID().replaceAll("-", ""), "hex").toString("base64url")}==`;
}

export function buildLine(overrides: BillLine = {}): BillLine {
  return {
    description: "Flat White",
    sku: "F07",
    quantity: 1,
    unitAmount: overrides["amount"] ?? 6,
    amount: 6,
    groupId: 962442041491505,
    groupName: "Hot Drinks",
    taxName: "MwSt. 7.7%",
    taxRate: 1.077,
    taxIncluded: true,
    ...overrides,
  };
}

export function buildPayment(overrides: BillPayment = {}): BillPayment {
  return {
    paymentDate: "2026-11-20T19:27:33.243Z",
    amount: 6,
    gratuity: 0,
    methodName: "Room",
    methodCode: "IKPMS",
    reservationId: "001",
    ...overrides,
  };
}

/** One line that one room pays. */
export function billFor(
  reservationId: string,
  amount: number,
  overrides: Record<string, unknown> = {},
): Bill {
  return buildBill({
    transactions: [buildLine({ amount })],
    payments: [buildPayment({ amount, reservationId })],
    ...overrides,
  });
}

/** The same bill taken back at the till: a new account that names the first one. */
export function voidOf(
  bill: Bill,
  overrides: Record<string, unknown> = {},
): Bill {
  const negate = (value: unknown): unknown =>
    typeof value === "number" && value !== 0 ? -value : value;
  const fresh = buildBill();
  return {
    ...bill,
    uuid: fresh["uuid"],
    fiscId: fresh["fiscId"],
    receiptId: fresh["receiptId"],
    initialAccountId: bill["initialAccountId"],
    closeDate: "2026-11-20T20:00:00.000Z",
    transactions: bill.transactions.map((line) => ({
      ...line,
      quantity: negate(line["quantity"]),
      amount: negate(line["amount"]),
      ...("serviceChargeContribution" in line
        ? {
            serviceChargeContribution: negate(
              line["serviceChargeContribution"],
            ),
          }
        : {}),
      ...(Array.isArray(line["taxLines"])
        ? {
            taxLines: (line["taxLines"] as BillLine[]).map((tax) => ({
              ...tax,
              taxAmount: negate(tax["taxAmount"]),
            })),
          }
        : {}),
    })),
    payments: bill.payments.map((payment) => ({
      ...payment,
      amount: negate(payment["amount"]),
      gratuity: negate(payment["gratuity"]),
    })),
    ...(bill["serviceCharge"] === undefined
      ? {}
      : {
          serviceCharge: {
            ...(bill["serviceCharge"] as BillLine),
            amount: negate((bill["serviceCharge"] as BillLine)["amount"]),
          },
        }),
    ...overrides,
  };
}
