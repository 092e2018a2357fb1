import {
  absolute,
  formatDecimal,
  fromMinor,
  ONE,
  signOf,
  sum,
  toMinor,
} from "../money.ts";
import type { Minor } from "../money.ts";
import { isPlausibleRate, readBill } from "./bill-readings.ts";
import type { ExactAmount, ExactTax, ReadLine } from "./bill-readings.ts";
import type {
  LineKind,
  Receipt,
  ReceiptKind,
  ReceiptLine,
  TotalledLine,
  TotalledPayment,
  TotalledReceipt,
} from "./receipt.ts";
import { roundLines } from "./round-lines.ts";
import type { ExactLine } from "./round-lines.ts";

/** The property's currency: decimals of its minor unit, and what may be rounding rather than a difference. */
export interface TotalRules {
  decimals: number;
  roundingTolerance: Minor;
}

/**
 * A receipt in whole minor units (design "From bill to postings" 2 and 3): exact values first, rounding last. Line
 * grosses sum to the payments, tax is rounded once per rate, and `total(−receipt) = −total(receipt)` whatever the order
 * in which lines were sent. `keys` are the lines' content keys, in the order sent.
 */
export function totalReceipt(
  receipt: Receipt,
  keys: readonly string[],
  rules: TotalRules,
): TotalledReceipt {
  const payments = receipt.payments.map((payment): TotalledPayment => ({
    methodCode: payment.methodCode ?? "",
    methodName: payment.methodName ?? "",
    reservationId: payment.reservationId,
    amount: toMinor(payment.amount, rules.decimals),
    gratuity: toMinor(payment.gratuity, rules.decimals),
  }));
  const paid = sum(payments.map((payment) => payment.amount));
  const tips = sum(payments.map((payment) => payment.gratuity));
  const listed = sum(receipt.lines.map((line) => line.amount));
  const sign = signOf(paid) || signOf(tips) || signOf(listed) || 1n;

  const order = contentOrder(receipt.lines, keys, sign);
  const sorted = order.map((index) => receipt.lines[index]!);
  const exactPaid = sum(receipt.payments.map((payment) => payment.amount));
  const reading = readBill(
    { ...receipt, lines: sorted },
    exactPaid,
    rules.decimals,
  );

  const exact = [
    ...itemsOf(receipt, keys, order, reading.lines),
    ...serviceLinesOf(reading.lines),
  ];
  const lines = roundLines(exact, rules.decimals);
  const balance = balancingLine(
    paid - sum(lines.map((line) => line.gross)),
    rules,
  );
  if (balance !== null) lines.push(balance);
  lines
    .sort((a, b) => a.lineNo - b.lineNo)
    .forEach((line, index) => (line.lineNo = index + 1));

  const rounded = receipt.payments.some((payment, index) => {
    const booked = payments[index]!;
    return (
      payment.amount !== fromMinor(booked.amount, rules.decimals) ||
      payment.gratuity !== fromMinor(booked.gratuity, rules.decimals)
    );
  });
  const flags: string[] = [];
  if (balance?.kind === "difference") flags.push("out-of-balance");
  if (rounded) flags.push("rounded");
  if (reading.taxMissing) flags.push("tax-not-found");
  if (receipt.lines.some(hasImplausibleRate))
    flags.push("tax-rate-implausible");
  const {
    lines: _lines,
    payments: _payments,
    serviceCharge: _,
    ...head
  } = receipt;
  return {
    receipt: head,
    paidAt: receipt.payments.flatMap((payment) => payment.paidAt ?? []),
    kind: kindOf(payments, lines),
    gross: sum(lines.map((line) => line.gross)),
    tax: sum(lines.flatMap((line) => line.taxes.map((tax) => tax.amount))),
    tips,
    serviceCharge: toMinor(reading.serviceCharge, rules.decimals),
    lines,
    payments,
    flags,
  };
}

/** Indexes of the lines in content order; of equal content, the one with the bill's sign first. */
function contentOrder(
  lines: ReceiptLine[],
  keys: readonly string[],
  sign: bigint,
): number[] {
  const compare = (a: number, b: number): number => {
    const [keyA, keyB] = [keys[a]!, keys[b]!];
    if (keyA !== keyB) return keyA < keyB ? -1 : 1;
    const against = (index: number): number =>
      signOf(lines[index]!.amount) === -sign ? 1 : 0;
    return against(a) - against(b);
  };
  return lines.map((_, index) => index).sort(compare);
}

function itemsOf(
  { lines, serviceCharge }: Receipt,
  keys: readonly string[],
  order: number[],
  read: ReadLine[],
): ExactLine[] {
  const told =
    serviceCharge?.type === "APPORTIONED" &&
    lines.some((line) => line.contribution !== 0n);
  let contentRank = 0;
  return order.flatMap((index, place) => {
    const line = lines[index]!;
    if (keys[index] !== keys[order[place - 1] ?? index]) contentRank = place;
    const item = read[place]?.item ?? null;
    if (item === null) return [];
    return {
      ...item,
      lineNo: index + 1,
      kind: lineKind(line),
      ofOneLine: line.type === "LineDiscount",
      description: line.description ?? "",
      quantity: line.quantity ?? (line.amount < 0n ? -ONE : ONE),
      sku: line.sku,
      groupId: line.groupId,
      groupName: line.groupName,
      staffId: line.staffId,
      serviceShare: told ? read[place]!.service.gross : null,
      contentRank,
    };
  });
}

/** Without a type, an amount against the sign of its quantity takes something off: a discount. */
function lineKind(line: ReceiptLine): LineKind {
  if (line.type === "LineDiscount" || line.type === "AccountDiscount")
    return "discount";
  if (line.type === "PercentItem") return "surcharge";
  const against = signOf(line.amount) * signOf(line.quantity ?? 0n) < 0n;
  return line.type === null && against ? "discount" : "item";
}

const AFTER_ALL_ITEMS = 1_000_000;

/** The service charge as lines of its own, one per set of tax rates. */
function serviceLinesOf(read: ReadLine[]): ExactLine[] {
  const byRates = new Map<string, ExactAmount>();
  for (const { service } of read) {
    if (service.gross === 0n && service.taxes.length === 0) continue;
    const key = rateKey(service.taxes);
    const line = byRates.get(key) ?? { gross: 0n, taxes: [] };
    line.gross += service.gross;
    line.taxes = [...line.taxes, ...service.taxes];
    byRates.set(key, line);
  }
  const sorted = [...byRates]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, line]) => line.gross !== 0n || leavesTax(line));
  return sorted.map(([, line], index) => ({
    ...line,
    ...madeLine("service-charge", "Service charge", line.gross),
    lineNo: AFTER_ALL_ITEMS + index,
    contentRank: AFTER_ALL_ITEMS + 1 + index,
  }));
}

function leavesTax({ taxes }: ExactAmount): boolean {
  return (
    sum(taxes.map(({ amount }) => amount)) !== 0n ||
    sum(taxes.map(({ inclusiveBase }) => inclusiveBase)) !== 0n
  );
}

function madeLine(
  kind: LineKind,
  description: string,
  gross: bigint,
): Omit<TotalledLine, "gross" | "taxes" | "lineNo"> {
  return {
    kind,
    ofOneLine: false,
    description,
    quantity: gross < 0n ? -ONE : ONE,
    sku: null,
    groupId: null,
    groupName: null,
    staffId: null,
    serviceShare: null,
    exactGross: null,
    contentRank: AFTER_ALL_ITEMS,
  };
}

function rateKey(taxes: ExactTax[]): string {
  return taxes
    .map((tax) => formatDecimal(tax.rate))
    .sort()
    .join("+");
}

/** What the payments say beyond the lines. The debit is never changed by it: guests owe what they signed. */
function balancingLine(
  difference: Minor,
  rules: TotalRules,
): TotalledLine | null {
  if (difference === 0n) return null;
  const small = absolute(difference) <= rules.roundingTolerance;
  return {
    ...madeLine(
      small ? "rounding" : "difference",
      small ? "Rounding" : "Difference",
      difference,
    ),
    lineNo: 2 * AFTER_ALL_ITEMS,
    gross: difference,
    taxes: [],
  };
}

function hasImplausibleRate(line: ReceiptLine): boolean {
  const rates =
    line.taxLines.length > 0
      ? line.taxLines.map((tax) => tax.taxRate)
      : [line.taxRate];
  return rates.some((rate) => rate !== null && !isPlausibleRate(rate));
}

/**
 * Zero only if every payment, every tip and, per rate, net and tax are zero; else the sign of the payments decides, then
 * that of the tips.
 */
function kindOf(
  payments: TotalledPayment[],
  lines: TotalledLine[],
): ReceiptKind {
  const paid = sum(payments.map((payment) => payment.amount));
  const tips = sum(payments.map((payment) => payment.gratuity));
  if (paid !== 0n) return paid < 0n ? "reversal" : "sale";
  if (tips !== 0n) return tips < 0n ? "reversal" : "sale";
  const unpaid = payments.every(
    (payment) => payment.amount === 0n && payment.gratuity === 0n,
  );
  return unpaid && isZeroPerRate(lines) ? "zero" : "sale";
}

function isZeroPerRate(lines: TotalledLine[]): boolean {
  const sums = new Map<string, Minor>();
  const add = (key: string, amount: Minor): unknown =>
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  for (const line of lines) {
    add(
      line.taxes
        .map((tax) => tax.rate)
        .sort()
        .join("+"),
      line.gross,
    );
    for (const tax of line.taxes) add(`tax ${tax.rate}`, tax.amount);
  }
  return [...sums.values()].every((amount) => amount === 0n);
}
