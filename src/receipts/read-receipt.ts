import type {
  ChargeLine,
  ChargePayment,
  ChargeRequest,
  TaxLine,
} from "../schemas/generated.ts";
import { decimalOf, formatDecimal, ONE, parseDecimal } from "../money.ts";
import type { Decimal } from "../money.ts";
import { ExactNumber } from "./read-body.ts";
import type {
  Receipt,
  ReceiptLine,
  ReceiptPayment,
  ReceiptTaxLine,
  ServiceCharge,
} from "./receipt.ts";
import { readUuid } from "./uuid.ts";

/** An amount that cannot be kept exactly: more than 18 decimals. */
export class UnreadableNumber extends Error {
  override readonly name = "UnreadableNumber";
  readonly pointer: string;
  constructor(pointer: string) {
    super(`${pointer} has more than 18 decimals`);
    this.pointer = pointer;
  }
}

/**
 * A validated charge request as a receipt. Null, absent and empty ids are the same; ids given as numbers become text.
 * `request` is what `readBody` calls `exact`. Throws `UnreadableNumber`.
 */
export function readReceipt(request: unknown): Receipt {
  const bill = request as Loosened<ChargeRequest>;
  return {
    uuid: idOf(bill.uuid) === null ? null : readUuid(idOf(bill.uuid)!),
    fiscId: idOf(bill.fiscId),
    initialAccountId: idOf(bill.initialAccountId),
    receiptNumber: idOf(bill.receiptId),
    openedAt: instantOf(bill.openDate),
    closedAt: instantOf(bill.closeDate),
    tableName: textOf(bill.name),
    covers: readNumber(bill.covers, "/covers", formatDecimal),
    deviceId: idOf(bill.deviceId),
    ownerId: idOf(bill.ownerId),
    ownerName: textOf(bill.ownerName),
    revenueCenterId: idOf(bill.revenueCenterId),
    revenueCenterName: textOf(bill.revenueCenterName),
    businessExternalReference: textOf(bill.businessExternalReference),
    serviceCharge: readServiceCharge(bill.serviceCharge),
    lines: listOf(bill.transactions).map(readLine),
    payments: listOf(bill.payments).map(readPayment),
  };
}

/** Null where it says nothing: null is absent. */
function readServiceCharge(value: unknown): ServiceCharge | null {
  const charge = value as
    { amount?: unknown; type?: unknown } | null | undefined;
  const amount = decimalAt(charge?.amount, "/serviceCharge/amount");
  const type = textOf(charge?.type);
  return amount === null && type === null ? null : { amount, type };
}

type Loosened<Shape> = Partial<Record<keyof Shape, unknown>>;

function readLine(line: Loosened<ChargeLine>, index: number): ReceiptLine {
  const at = `/transactions/${index}`;
  const quantity = decimalAt(line.quantity, `${at}/quantity`);
  const unitAmount = decimalAt(line.unitAmount, `${at}/unitAmount`);
  const amount = decimalAt(line.amount, `${at}/amount`);
  return {
    sku: textOf(line.sku),
    description: textOf(line.description),
    groupId: idOf(line.groupId),
    groupName: textOf(line.groupName),
    quantity,
    unitAmount,
    // Reference h 18: the amount has the sign; without it quantity × unit amount is the line.
    amount: amount ?? ((quantity ?? 0n) * (unitAmount ?? 0n)) / ONE,
    taxId: idOf(line.taxId),
    taxName: textOf(line.taxName),
    taxRate: decimalAt(line.taxRate, `${at}/taxRate`),
    taxIncluded:
      typeof line.taxIncluded === "boolean" ? line.taxIncluded : null,
    taxLines: listOf(line.taxLines).map((tax, taxIndex) =>
      readTaxLine(tax, `${at}/taxLines/${taxIndex}`),
    ),
    contribution:
      decimalAt(
        line.serviceChargeContribution,
        `${at}/serviceChargeContribution`,
      ) ?? 0n,
    type: textOf(line.type),
    staffId: idOf(line.staffId),
  };
}

function readTaxLine(tax: Loosened<TaxLine>, at: string): ReceiptTaxLine {
  return {
    taxId: idOf(tax.taxId),
    taxName: textOf(tax.taxName),
    taxAmount: decimalAt(tax.taxAmount, `${at}/taxAmount`) ?? 0n,
    taxRate: decimalAt(tax.taxRate, `${at}/taxRate`),
    taxIncluded: typeof tax.taxIncluded === "boolean" ? tax.taxIncluded : null,
  };
}

function readPayment(
  payment: Loosened<ChargePayment>,
  index: number,
): ReceiptPayment {
  const at = `/payments/${index}`;
  return {
    methodCode: textOf(payment.methodCode),
    methodName: textOf(payment.methodName),
    reservationId: idOf(payment.reservationId),
    amount: decimalAt(payment.amount, `${at}/amount`) ?? 0n,
    gratuity: decimalAt(payment.gratuity, `${at}/gratuity`) ?? 0n,
    paidAt: instantOf(payment.paymentDate),
    staffId: idOf(payment.staffId),
  };
}

/** The objects of a list; null and absent are empty. */
function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

function readNumber<Value>(
  value: unknown,
  pointer: string,
  use: (decimal: Decimal) => Value,
): Value | null {
  const decimal = decimalAt(value, pointer);
  return decimal === null ? null : use(decimal);
}

function decimalAt(value: unknown, pointer: string): Decimal | null {
  if (value === null || value === undefined) return null;
  const decimal =
    value instanceof ExactNumber
      ? parseDecimal(value.text)
      : typeof value === "number"
        ? decimalOf(value)
        : null;
  if (decimal === null) throw new UnreadableNumber(pointer);
  return decimal;
}

/** Ids are compared as text: a number and its digits are the same id (reference h 6). */
function idOf(value: unknown): string | null {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === "number") return String(value);
  return textOf(value);
}

/** Text that any database keeps: well-formed and without NUL. Empty is absent. */
function textOf(value: unknown): string | null {
  if (typeof value !== "string" || value === "") return null;
  const text = value.isWellFormed() ? value : value.toWellFormed();
  return text.includes("\0") ? text.replaceAll("\0", "\uFFFD") : text;
}

const ISO_INSTANT =
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Milliseconds UTC. ISO text without a zone is UTC; an integer from 10^11 on is milliseconds, a smaller one seconds
 * (reference h 2, h 8). Null for what is no date: the business date is then guessed and flagged.
 */
function instantOf(value: unknown): number | null {
  if (typeof value === "number") {
    const instant = Math.trunc(value >= 1e11 ? value : value * 1000);
    return Number.isNaN(new Date(instant).getTime()) ? null : instant;
  }
  if (value instanceof ExactNumber) return instantOf(Number(value.text));
  if (typeof value !== "string") return null;
  const match = ISO_INSTANT.exec(value);
  if (match === null) return null;
  const iso = value.replace(" ", "T");
  const instant = Date.parse(match[3] === undefined ? `${iso}Z` : iso);
  return Number.isNaN(instant) ? null : instant;
}
