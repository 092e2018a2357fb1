import {
  divideRounded,
  formatDecimal,
  fromMinor,
  ONE,
  sum,
  toMinor,
} from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import type { ExactAmount, ExactTax } from "./bill-readings.ts";
import type { TaxPart, TotalledLine } from "./receipt.ts";

/** A line before rounding. `lineNo` is its place on the bill. */
export interface ExactLine
  extends ExactAmount, Omit<TotalledLine, "gross" | "taxes" | "exactGross"> {}

/**
 * Rounds the lines, given in content order, cumulatively to the rounded total, and their taxes per rate to the rate's
 * rounded total: each within one minor unit of exact and never of opposite sign.
 */
export function roundLines(
  lines: ExactLine[],
  decimals: number,
): TotalledLine[] {
  const grosses = roundCumulatively(
    lines.map((line) => line.gross),
    toMinor(sum(lines.map((line) => line.gross)), decimals),
    decimals,
  );
  const taxes: TaxPart[][] = lines.map(() => []);
  for (const [rate, parts] of taxesByRate(lines)) {
    const amounts = roundRate(
      parts.map((part) => part.tax),
      rate,
      decimals,
    );
    const name = parts.find((part) => part.tax.name !== "")?.tax.name ?? "";
    parts.forEach((part, index) => {
      taxes[part.line]!.push({
        rate: formatDecimal(rate),
        name,
        amount: amounts[index]!,
      });
    });
  }
  const unit = fromMinor(1n, decimals);
  return lines.map((line, index): TotalledLine => ({
    lineNo: line.lineNo,
    kind: line.kind,
    ofOneLine: line.ofOneLine,
    description: line.description,
    quantity: line.quantity,
    sku: line.sku,
    groupId: line.groupId,
    groupName: line.groupName,
    staffId: line.staffId,
    gross: grosses[index]!,
    taxes: taxes[index]!,
    serviceShare: line.serviceShare,
    exactGross: line.gross % unit === 0n ? null : formatDecimal(line.gross),
    contentRank: line.contentRank,
  }));
}

interface RatePart {
  line: number;
  tax: ExactTax;
}

/** One part per line and rate, in content order; two taxes of one rate on a line are one. */
function taxesByRate(lines: ExactLine[]): Map<Decimal, RatePart[]> {
  const byRate = new Map<Decimal, RatePart[]>();
  lines.forEach((line, index) => {
    for (const tax of line.taxes) {
      const parts = byRate.get(tax.rate) ?? [];
      byRate.set(tax.rate, parts);
      const last = parts.at(-1);
      if (last?.line === index) last.tax = addTax(last.tax, tax);
      else parts.push({ line: index, tax });
    }
  });
  return byRate;
}

function addTax(a: ExactTax, b: ExactTax): ExactTax {
  return {
    rate: a.rate,
    name: a.name || b.name,
    amount: a.amount + b.amount,
    inclusiveBase: a.inclusiveBase + b.inclusiveBase,
  };
}

/**
 * The taxes of one rate, rounded cumulatively: together they are its exact sum, rounded once. What is computed from
 * inclusive amounts is a fraction, `base·(m−1)/m`, so that sums are kept as numerators until they are rounded.
 */
function roundRate(
  taxes: ExactTax[],
  rate: Decimal,
  decimals: number,
): Minor[] {
  const multiplier = ONE + rate / 100n;
  const unit = multiplier * fromMinor(1n, decimals);
  let numerator = 0n;
  let spent = 0n;
  return taxes.map((tax) => {
    numerator +=
      tax.amount * multiplier + tax.inclusiveBase * (multiplier - ONE);
    const upTo = divideRounded(numerator, unit);
    const part = upTo - spent;
    spent = upTo;
    return part;
  });
}

function roundCumulatively(
  values: Decimal[],
  total: Minor,
  decimals: number,
): Minor[] {
  let exact = 0n;
  let spent = 0n;
  return values.map((value, index) => {
    exact += value;
    const upTo = index === values.length - 1 ? total : toMinor(exact, decimals);
    const part = upTo - spent;
    spent = upTo;
    return part;
  });
}
