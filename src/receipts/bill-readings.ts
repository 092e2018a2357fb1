import { absolute, fromMinor, ONE, sum, toMinor } from "../money.ts";
import type { Decimal } from "../money.ts";
import type { Receipt, ReceiptLine } from "./receipt.ts";

/** Tax of one rate inside an exact amount. */
export interface ExactTax {
  /** Percent, canonical decimal; what "tax per rate" groups by. */
  rate: Decimal;
  name: string;
  /** What is told, or computed exactly. */
  amount: Decimal;
  /** What more is inside an inclusive amount, `base − base / multiplier`: the base, so that a rate's sum is exact. */
  inclusiveBase: Decimal;
}

/** An amount with its taxes, exact. `gross` includes the taxes. */
export interface ExactAmount {
  gross: Decimal;
  taxes: ExactTax[];
}

/** One line under one reading: the item itself and its share of the service charge. */
export interface ReadLine {
  /** Null: the line is not an item but the tax of the others (reference e 6). */
  item: ExactAmount | null;
  service: ExactAmount;
}

/** How the amounts of tax-exclusive lines are meant; the balance rule of reference (e), in its order. */
const READINGS = [
  "tax-lines-on-top",
  "tax-inside",
  "all-inside",
  "rates-on-top",
] as const;
type Reading = (typeof READINGS)[number];

/** The lines of a bill under the reading its payments agree with. */
export interface BillReading {
  lines: ReadLine[];
  /** As the till states it: net of tax where prices are; 0 where the reading has it inside the lines. */
  serviceCharge: Decimal;
  /**
   * Lines say a rate on top of their amounts, and neither payments nor lines tell of any tax; or nothing says whether the
   * service charge is taxed like its lines.
   */
  taxMissing: boolean;
}

/**
 * Of the readings of the balance rule the one closest to the payments, ties in its order. The receipt's lines are in
 * content order, so that the answer does not depend on the order sent. A service charge without any line to bear it
 * comes as one more line.
 */
export function readBill(
  receipt: Receipt,
  paid: Decimal,
  decimals: number,
): BillReading {
  const shares = contributionsOf(receipt);
  let best: { lines: ReadLine[]; distance: bigint; reading: Reading } | null =
    null;
  for (const reading of distinctReadings(receipt)) {
    const lines = linesUnder(reading, receipt, shares);
    const distance = absolute(
      paid -
        sum(
          lines.map(({ item, service }) => (item?.gross ?? 0n) + service.gross),
        ),
    );
    if (best === null || distance < best.distance)
      best = { lines, distance, reading };
    if (distance === 0n) break;
  }
  const { lines, reading } = best!;
  const withTax =
    reading === "rates-on-top"
      ? lines
      : withoutTaxLine(receipt.lines, lines, decimals);
  const serviceCharge =
    reading === "all-inside" ? 0n : sum(shares.byLine) + shares.unassigned;
  const isTaxUnsaid =
    reading !== "rates-on-top" &&
    withTax === lines &&
    receipt.lines.some(statesTaxOnTop);
  return {
    lines: withTax,
    serviceCharge,
    taxMissing:
      isTaxUnsaid || (serviceCharge !== 0n && isChargeUnclear(receipt)),
  };
}

function isChargeUnclear({ serviceCharge, lines }: Receipt): boolean {
  const type = serviceCharge?.type ?? null;
  return type !== "UNTAXED" && type !== "APPORTIONED" && lines.some(isTaxed);
}

function isTaxed({ taxRate, taxLines }: ReceiptLine): boolean {
  return taxLines.length > 0
    ? taxLines.some(({ taxAmount }) => taxAmount !== 0n)
    : taxRate !== null && isPlausibleRate(taxRate) && taxRate > ONE;
}

/** Exclusive of a tax that only its rate tells. */
function statesTaxOnTop(line: ReceiptLine): boolean {
  return (
    line.taxLines.length === 0 &&
    isTaxed(line) &&
    isExclusive(line) &&
    line.amount !== 0n
  );
}

function linesUnder(
  reading: Reading,
  receipt: Receipt,
  shares: ServiceShares,
): ReadLine[] {
  const taxed = receipt.serviceCharge?.type === "APPORTIONED";
  const inside = reading === "all-inside";
  const lines = receipt.lines.map((line, index) =>
    readLine(line, inside ? 0n : shares.byLine[index]!, taxed, reading),
  );
  if (shares.unassigned !== 0n && !inside) {
    lines.push({
      item: null,
      service: { gross: shares.unassigned, taxes: [] },
    });
  }
  return lines;
}

/** Only tax-exclusive lines can be meant in four ways, and only a service charge in two. */
function distinctReadings(receipt: Receipt): readonly Reading[] {
  if (receipt.lines.some(isExclusive)) return READINGS;
  const noService =
    (receipt.serviceCharge?.amount ?? null) === null &&
    receipt.lines.every((line) => line.contribution === 0n);
  return noService ? ["tax-lines-on-top"] : ["tax-lines-on-top", "all-inside"];
}

interface ServiceShares {
  byLine: Decimal[];
  /** What no line is there to bear. */
  unassigned: Decimal;
}

/** Shares of the service charge by line. Its amount wins over the contributions; the rest goes on the largest. */
function contributionsOf(receipt: Receipt): ServiceShares {
  const byLine = receipt.lines.map((line) => line.contribution);
  const contributed = sum(byLine);
  const rest = (receipt.serviceCharge?.amount ?? contributed) - contributed;
  if (rest === 0n) return { byLine, unassigned: 0n };
  if (byLine.length === 0) return { byLine, unassigned: rest };
  const weights = byLine.some((share) => share !== 0n)
    ? byLine
    : receipt.lines.map((line) => line.amount);
  let largest = 0;
  weights.forEach((weight, index) => {
    if (absolute(weight) > absolute(weights[largest]!)) largest = index;
  });
  byLine[largest] = byLine[largest]! + rest;
  return { byLine, unassigned: 0n };
}

function isExclusive(line: ReceiptLine): boolean {
  return line.taxIncluded === null
    ? line.taxLines.some((tax) => tax.taxIncluded === false)
    : !line.taxIncluded;
}

/** A multiplier outside [1, 2) is not a rate (reference h 11). */
export function isPlausibleRate(rate: Decimal): boolean {
  return rate >= ONE && rate < 2n * ONE;
}

function percentOf(multiplier: Decimal): Decimal {
  return (multiplier - ONE) * 100n;
}

function readLine(
  line: ReceiptLine,
  share: Decimal,
  serviceTaxed: boolean,
  reading: Reading,
): ReadLine {
  const service = serviceTaxed ? share : 0n;
  const untaxedService = share - service;
  const exclusive = isExclusive(line);
  const onTop =
    exclusive && (reading === "tax-lines-on-top" || reading === "rates-on-top");
  const read =
    line.taxLines.length > 0
      ? byTaxLines(line, service, onTop)
      : byRate(line, service, exclusive, reading);
  if (untaxedService !== 0n)
    read.service = { gross: untaxedService, taxes: [] };
  return read;
}

/** The till's own tax amounts are authoritative; an apportioned service charge carries its share of them. */
function byTaxLines(
  line: ReceiptLine,
  service: Decimal,
  onTop: boolean,
): ReadLine & { item: ExactAmount } {
  const item: ExactAmount = { gross: line.amount, taxes: [] };
  const charge: ExactAmount = { gross: service, taxes: [] };
  const base = line.amount + service;
  for (const tax of line.taxLines) {
    const multiplier =
      tax.taxRate ?? (line.taxLines.length === 1 ? line.taxRate : null) ?? ONE;
    const rate = isPlausibleRate(multiplier) ? percentOf(multiplier) : 0n;
    const name = tax.taxName ?? line.taxName ?? "";
    const ofService = base === 0n ? 0n : (tax.taxAmount * service) / base;
    const ofItem = tax.taxAmount - ofService;
    item.taxes.push({ rate, name, amount: ofItem, inclusiveBase: 0n });
    if (service !== 0n)
      charge.taxes.push({ rate, name, amount: ofService, inclusiveBase: 0n });
    if (onTop) {
      item.gross += ofItem;
      charge.gross += ofService;
    }
  }
  return { item, service: charge };
}

function byRate(
  line: ReceiptLine,
  service: Decimal,
  exclusive: boolean,
  reading: Reading,
): ReadLine & { item: ExactAmount } {
  const multiplier = line.taxRate;
  if (multiplier === null || !isPlausibleRate(multiplier)) {
    return {
      item: { gross: line.amount, taxes: [] },
      service: { gross: service, taxes: [] },
    };
  }
  const rate = percentOf(multiplier);
  const name = line.taxName ?? "";
  const part = (base: Decimal): ExactAmount => {
    if (!exclusive) {
      return {
        gross: base,
        taxes: [{ rate, name, amount: 0n, inclusiveBase: base }],
      };
    }
    // No tax detail and the payments do not say there is tax on top: none is known.
    if (reading !== "rates-on-top") return { gross: base, taxes: [] };
    const amount = (base * (multiplier - ONE)) / ONE;
    return {
      gross: base + amount,
      taxes: [{ rate, name, amount, inclusiveBase: 0n }],
    };
  };
  return {
    item: part(line.amount),
    service: service === 0n ? { gross: 0n, taxes: [] } : part(service),
  };
}

/**
 * The oldest payload sends the tax of an exclusive bill as a line that repeats the name and sku of another (reference
 * e 6). Such a line is found by its amount and becomes the tax of the other lines.
 */
function withoutTaxLine(
  lines: ReceiptLine[],
  read: ReadLine[],
  decimals: number,
): ReadLine[] {
  const candidates = lines.map(statesTaxOnTop);
  if (
    candidates.filter(Boolean).length < 2 ||
    lines.some((line) => line.taxLines.length > 0)
  )
    return read;
  const taxOf = (line: ReceiptLine, index: number): Decimal =>
    candidates[index] ? (line.amount * (line.taxRate! - ONE)) / ONE : 0n;
  const taxes = lines.map(taxOf);
  const allTax = sum(taxes);
  const found = lines.findIndex((line, index) => {
    if (!candidates[index] || toMinor(line.amount, decimals) === 0n)
      return false;
    const taxOfOthers = allTax - taxes[index]!;
    // Rounded by the till, in whichever way.
    const fits =
      absolute(taxOfOthers - line.amount) < fromMinor(1n, decimals) &&
      taxOfOthers !== 0n;
    const twin = lines.some(
      (other, at) =>
        at !== index &&
        candidates[at] &&
        other.sku === line.sku &&
        other.description === line.description,
    );
    return twin && fits;
  });
  if (found === -1) return read;
  const taxAmount = lines[found]!.amount;
  const weightSum = allTax - taxes[found]!;
  let spent = 0n;
  let last = -1;
  const result = read.map((entry, index) => {
    if (index === found) return { item: null, service: entry.service };
    const weight = taxes[index] ?? 0n;
    if (weight === 0n || entry.item === null) return entry;
    const line = lines[index]!;
    const amount = (taxAmount * weight) / weightSum;
    spent += amount;
    last = index;
    const tax = {
      rate: percentOf(line.taxRate!),
      name: line.taxName ?? "",
      amount,
      inclusiveBase: 0n,
    };
    return {
      item: { gross: entry.item.gross + amount, taxes: [tax] },
      service: entry.service,
    };
  });
  const rest = taxAmount - spent;
  const lastItem = result[last]?.item;
  if (rest !== 0n && lastItem?.taxes[0]) {
    lastItem.gross += rest;
    lastItem.taxes[0].amount += rest;
  }
  return result;
}
