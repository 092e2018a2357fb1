import type { SimulatedBill } from "../realistic-bills.ts";
import { roundedQuotient, TILL_ONE } from "../till-number.ts";
import type { TillNumber } from "../till-number.ts";
import type { WireLine } from "../wire-receipt.ts";
import type { RecordedLine, RecordedSale } from "./recorded-sale.ts";

/** The bill a till sent, or failed to send, as Lightspeed recorded it. */
export function recordBill(
  { kind, receipt }: SimulatedBill,
  { syncedAt }: { syncedAt: number },
): RecordedSale {
  const { serviceCharge } = receipt;
  // Its last line repeats the tax of the others, which Lightspeed's lines have each for themselves.
  const lines =
    kind === "exclusive-tax-as-line"
      ? receipt.lines.slice(0, -1)
      : receipt.lines;
  return {
    uuid: receipt.uuid.toString("base64"),
    fiscId: receipt.fiscId,
    receiptId: receipt.receiptNumber,
    initialAccountId: receipt.initialAccountId,
    previousAccountId:
      receipt.initialAccountId === receipt.fiscId
        ? null
        : receipt.initialAccountId,
    type: TYPES[kind] ?? "SALE",
    cancelled: false,
    openedAt: receipt.openedAt,
    closedAt: receipt.closedAt,
    tableName: receipt.name,
    ownerId: receipt.ownerId,
    ownerName: receipt.ownerName,
    deviceId: receipt.deviceId,
    covers: String(receipt.covers),
    lines: lines.map((line) =>
      recordLine(line, serviceCharge?.type ?? "NO_SERVICE_CHARGE"),
    ),
    payments: receipt.payments.map((payment) => ({
      code: payment.methodCode,
      name: payment.methodName,
      amount: decimal(payment.amount * MILLIONTHS, 2),
      tip: decimal(payment.gratuity * MILLIONTHS, 2),
    })),
    syncedAt,
    correctedAt: null,
  };
}

const TYPES: Record<string, string | undefined> = {
  void: "VOID",
  "rung-again": "RECALL",
};

/** A till's ten-thousandth in millionths: V2 has six decimals. */
const MILLIONTHS = 100n;

function recordLine(line: WireLine, type: string): RecordedLine {
  const charge = line.contribution ?? 0n;
  // A service charge outside tax is no part of what the tax is taken of.
  const taxed = line.amount + (type === "APPORTIONED" ? charge : 0n);
  const base = taxed * MILLIONTHS;
  const tax = taxOf(line, base);
  const gross = line.taxIncluded ? base : base + tax;
  return {
    name: line.description,
    sku: line.sku,
    groupId: line.groupId,
    groupName: line.groupName,
    quantity: decimal(line.quantity * MILLIONTHS, 3),
    withTax: decimal(gross, 6),
    withoutTax: decimal(gross - tax, 6),
    tax: decimal(tax, 6),
    taxRate: decimal(line.taxRate * MILLIONTHS, 4),
    taxIncluded: line.taxIncluded,
    serviceCharge: decimal(charge * MILLIONTHS, 6),
    serviceChargeType: type,
    discount: "0.00",
  };
}

function taxOf(line: WireLine, base: bigint): bigint {
  const told = line.taxLines?.reduce(
    (sum, { taxAmount }) => sum + taxAmount * MILLIONTHS,
    0n,
  );
  if (told !== undefined) return told;
  return line.taxIncluded
    ? base - roundedQuotient(base * TILL_ONE, line.taxRate)
    : roundedQuotient(base * (line.taxRate - TILL_ONE), TILL_ONE);
}

/** Millionths as text with so many decimals at least, and all that are not zero. */
function decimal(millionths: TillNumber, decimals: number): string {
  const size = millionths < 0n ? -millionths : millionths;
  const fraction = String(size % 1_000_000n).padStart(6, "0");
  const kept = fraction.replace(/0+$/, "").padEnd(decimals, "0");
  return `${millionths < 0n ? "-" : ""}${size / 1_000_000n}.${kept}`;
}
