import { absolute, divideRounded, THOUSANDTH, signOf, sum } from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import type { TaxPart, TotalledLine } from "../receipts/receipt.ts";
import { divideControlled } from "./controlled-rounding.ts";

/** Who pays: all room charges to one reservation together, or everything else. */
export interface Payer {
  /** The reservation as sent; null: everything that is no room charge, on the clearing account. */
  named: string | null;
  folioId: string;
  isClearing: boolean;
  amount: Minor;
}

/** A payer's part of a line. */
export interface LinePart {
  line: TotalledLine;
  quantity: Decimal;
  gross: Minor;
  taxes: TaxPart[];
}

export interface BillSplit {
  /** Payers disagree in sign: all lines are everything else's, and transfers make each bill what it paid. */
  unsplittable: boolean;
  /** By payer, null: everything else's, where it pays nothing; one without an entry has no lines. */
  parts: ReadonlyMap<Payer | null, LinePart[]>;
  /** Untaxed, by payer as `parts`; they sum to zero. */
  transfers: ReadonlyMap<Payer | null, Minor>;
}

/**
 * Divides the lines, which sum to the payments, among the payers (design "From bill to postings" 4): parts sum exactly
 * to the line and to the payer's amount, and `split(−bill) = −split(bill)` whatever the order of lines and payers.
 */
export function splitBills(
  lines: readonly TotalledLine[],
  payers: readonly Payer[],
): BillSplit {
  const ordered = [...payers].sort(byFolioClearingLast);
  const total = sum(ordered.map((payer) => payer.amount));
  const charged = ordered.filter((payer) => payer.amount !== 0n);
  const only = charged[0] ?? ordered[0];
  if (charged.length <= 1) {
    const parts = new Map([[only ?? null, lines.map(wholeLine)]]);
    return { unsplittable: false, parts, transfers: new Map() };
  }
  if (charged.some((payer) => signOf(payer.amount) !== signOf(total))) {
    const rest = ordered.find((payer) => payer.named === null) ?? null;
    return transferAll(lines, charged, rest, total);
  }
  return {
    unsplittable: false,
    parts: divideLines(inContentOrder(lines, total), charged),
    transfers: new Map(),
  };
}

function byFolioClearingLast(a: Payer, b: Payer): number {
  if (a.isClearing !== b.isClearing) return a.isClearing ? 1 : -1;
  if (a.folioId !== b.folioId) return a.folioId < b.folioId ? -1 : 1;
  if (a.named === null || b.named === null) return a.named === null ? 1 : -1;
  return a.named < b.named ? -1 : 1;
}

function wholeLine(line: TotalledLine): LinePart {
  return {
    line,
    quantity: line.quantity,
    gross: line.gross,
    taxes: line.taxes,
  };
}

function transferAll(
  lines: readonly TotalledLine[],
  payers: Payer[],
  rest: Payer | null,
  total: Minor,
): BillSplit {
  const transfers = new Map<Payer | null, Minor>(
    payers.map((payer) => [payer, payer.amount]),
  );
  transfers.set(rest, (rest?.amount ?? 0n) - total);
  return {
    unsplittable: true,
    parts: new Map([[rest, lines.map(wholeLine)]]),
    transfers,
  };
}

/** Signs are ignored but for telling equal lines apart: the one with the bill's sign first. */
function inContentOrder(
  lines: readonly TotalledLine[],
  total: Minor,
): TotalledLine[] {
  const against = (line: TotalledLine): number =>
    signOf(line.gross) === -signOf(total) ? 1 : 0;
  return [...lines].sort((a, b) => {
    if (a.contentRank !== b.contentRank) return a.contentRank - b.contentRank;
    const [sizeA, sizeB] = [absolute(a.gross), absolute(b.gross)];
    if (against(a) !== against(b)) return against(a) - against(b);
    const [taxesA, taxesB] = [unsignedTaxes(a), unsignedTaxes(b)];
    if (sizeA === sizeB)
      return taxesA === taxesB ? 0 : taxesA < taxesB ? -1 : 1;
    return sizeA < sizeB ? -1 : 1;
  });
}

/** Equal lines differ by a cent where rounding fell on one of them. */
function unsignedTaxes(line: TotalledLine): string {
  return line.taxes
    .map((tax) => `${tax.rate} ${absolute(tax.amount)}`)
    .join("|");
}

function divideLines(
  lines: TotalledLine[],
  payers: Payer[],
): Map<Payer, LinePart[]> {
  const weights = payers.map((payer) => payer.amount);
  const grosses = divideControlled(
    lines.map((line) => line.gross),
    weights,
  );
  const quantities = lines.map((line) =>
    divideQuantity(line.quantity, weights),
  );
  const taxes = divideTaxes(lines, weights);
  return new Map(
    payers.map((payer, at) => [
      payer,
      lines
        .map((line, index) => ({
          line,
          quantity: quantities[index]![at]!,
          gross: grosses[index]![at]!,
          taxes: line.taxes.map((tax, taxIndex) => ({
            ...tax,
            amount: taxes[index]![taxIndex]![at]!,
          })),
        }))
        .sort((a, b) => a.line.lineNo - b.line.lineNo),
    ]),
  );
}

/** `[line][tax of the line][payer]`, divided within each rate so that a rate's tax is kept per line and per payer. */
function divideTaxes(lines: TotalledLine[], weights: Minor[]): Minor[][][] {
  const divided: Minor[][][] = lines.map((line) => line.taxes.map(() => []));
  const rates = new Set(
    lines.flatMap((line) => line.taxes.map((tax) => tax.rate)),
  );
  for (const rate of rates) {
    const cells = lines.flatMap((line, index) =>
      line.taxes.flatMap((tax, taxIndex) =>
        tax.rate === rate ? [{ index, taxIndex, amount: tax.amount }] : [],
      ),
    );
    const parts = divideControlled(
      cells.map((cell) => cell.amount),
      weights,
    );
    cells.forEach((cell, at) => {
      divided[cell.index]![cell.taxIndex] = parts[at] as Minor[];
    });
  }
  return divided;
}

/** Proportional, cumulative, to three decimals; the last part has what the line has beyond them. */
function divideQuantity(quantity: Decimal, weights: Minor[]): Decimal[] {
  const whole = sum(weights);
  let weight = 0n;
  let spent = 0n;
  return weights.map((own, index) => {
    weight += own;
    const last = index === weights.length - 1;
    const upTo = last
      ? quantity
      : divideRounded(quantity * weight, whole * THOUSANDTH) * THOUSANDTH;
    const part = upTo - spent;
    spent = upTo;
    return part;
  });
}
