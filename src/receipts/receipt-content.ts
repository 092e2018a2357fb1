import { hash } from "node:crypto";
import { absolute, formatDecimal } from "../money.ts";
import type { Decimal } from "../money.ts";
import type {
  Receipt,
  ReceiptLine,
  ReceiptPayment,
  TotalledPayment,
} from "./receipt.ts";

/**
 * What makes two requests the same bill (design "Identity"): numbers as decimals, null as absent, without key, names
 * and unknown members, and without the order in which lines and payments were sent. The uuid is compared beside it.
 */
export const CONTENT_VERSION = 2;

/**
 * The version of a bill that was made of a sale, because the till's never came: its lines are not those that the till
 * would have sent, so its content is what was paid.
 */
export const RECOVERED_VERSION = 0;

export interface ReceiptContent {
  /** Of everything that is content but the uuid; hex. */
  contentDigest: string;
  /** Of the lines alone, signs included; hex. */
  linesDigest: string;
}

/** What was paid and by which methods, whoever paid; hex. */
export function paidDigestOf(payments: readonly TotalledPayment[]): string {
  const paid = payments
    .map(({ methodCode, amount, gratuity }) =>
      JSON.stringify([methodCode, String(amount), String(gratuity)]),
    )
    .sort();
  return hash("sha256", paid.join("\n"));
}

/** A line's content without its signs: a line and the line that takes it back have the same key. */
export function contentKey(line: ReceiptLine): string {
  return JSON.stringify([
    line.sku,
    line.description,
    line.groupId,
    unsigned(line.quantity),
    unsigned(line.amount),
    line.taxId,
    written(line.taxRate),
    line.taxIncluded,
    unsigned(line.contribution),
    line.type,
    line.taxLines.map((tax) => [
      tax.taxId,
      unsigned(tax.taxAmount),
      written(tax.taxRate),
      tax.taxIncluded,
    ]),
  ]);
}

/** `keys` are the lines' content keys, computed once by the caller. */
export function contentOf(
  receipt: Receipt,
  keys: readonly string[],
): ReceiptContent {
  const lines = receipt.lines
    .map((line, index) => `${keys[index]}${signsOf(line)}`)
    .sort();
  const payments = receipt.payments.map(paymentContent).sort();
  const charge = receipt.serviceCharge;
  const rest = JSON.stringify([
    receipt.fiscId,
    receipt.initialAccountId,
    receipt.closedAt,
    payments,
    charge === null ? null : [written(charge.amount), charge.type],
  ]);
  const linesDigest = hash("sha256", lines.join("\n"));
  return { linesDigest, contentDigest: hash("sha256", linesDigest + rest) };
}

function written(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}

function unsigned(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(absolute(value));
}

function signsOf(line: ReceiptLine): string {
  const values = [
    line.quantity ?? 0n,
    line.amount,
    line.contribution,
    ...line.taxLines.map((tax) => tax.taxAmount),
  ];
  return values.map((value) => (value < 0n ? "-" : "+")).join("");
}

function paymentContent(payment: ReceiptPayment): string {
  return JSON.stringify([
    payment.methodCode,
    payment.reservationId,
    formatDecimal(payment.amount),
    formatDecimal(payment.gratuity),
  ]);
}
