import { divideRounded, sum } from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import type { TaxPart } from "../receipts/receipt.ts";
import { inProportion, quantityInProportion } from "./in-proportion.ts";
import type { RefundLine, RefundPart } from "./refund.ts";
import { grossesOf } from "./cell.ts";
import type { Cell } from "./cell.ts";
import type { LineRest } from "./refundable.ts";

/** Takes an amount of what is left of a line, folio by folio and posting by posting in proportion: all of it exactly. */
export function takeOfLine(
  rest: LineRest,
  amount: Minor,
  quantity: Decimal | null,
): RefundLine {
  const grosses = divideGross(rest, amount);
  const taxes = divideTaxes(rest, amount);
  const quantities = divideQuantity(rest, quantity);
  const parts = rest.cells.map((cell, at): RefundPart => ({
    postingId: cell.posting.postingId,
    gross: grosses[at]!,
    taxes: cell.posting.taxes.map((tax, index) => ({
      ...tax,
      amount: taxes[at]![index]!,
    })),
    quantity: quantities[at]!,
  }));
  const discounts = parts.filter(
    (_, at) => rest.cells[at]!.posting.kind === "discount",
  );
  const discount = -sum(discounts.map((part) => part.gross));
  return {
    lineNo: rest.line.lineNo,
    description: rest.line.description,
    quantity,
    gross: amount,
    taxes: mergedTaxes(parts.flatMap((part) => part.taxes)),
    discount: discount > 0n ? discount : 0n,
    parts: parts.filter(isSomething),
  };
}

export function mergedTaxes(taxes: readonly TaxPart[]): TaxPart[] {
  const merged = new Map<string, TaxPart>();
  for (const tax of taxes) {
    const key = `${tax.rate} ${tax.name}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { ...tax });
    else known.amount += tax.amount;
  }
  return [...merged.values()];
}

function isSomething({ gross, taxes, quantity }: RefundPart): boolean {
  return (
    gross !== 0n ||
    (quantity ?? 0n) !== 0n ||
    taxes.some((tax) => tax.amount !== 0n)
  );
}

/** First by folio, so that each bears its share to the cent. */
function divideGross(
  { cells, amount: left }: LineRest,
  amount: Minor,
): Minor[] {
  const own = grossesOf(cells);
  if (amount === left) return own;
  const folios = [...Map.groupBy(cells, ({ posting }) => posting.folioId)].map(
    ([, group]) => group,
  );
  const rests = folios.map((group) => sum(grossesOf(group)));
  const shares = inProportion(amount, rests);
  const divided = new Map<Cell, Minor>();
  folios.forEach((group, at) => {
    if (rests[at] === 0n) return;
    const parts = inProportion(shares[at]!, grossesOf(group));
    group.forEach((cell, index) => divided.set(cell, parts[index]!));
  });
  return cells.map((cell) => divided.get(cell) ?? 0n);
}

/** `[cell][tax]`: the tax in the amount is rounded once per rate, then divided. */
function divideTaxes(
  { cells, amount: left }: LineRest,
  amount: Minor,
): Minor[][] {
  const divided = cells.map(({ taxes }) => [...taxes]);
  if (amount === left) return divided;
  const entries = cells.flatMap(({ posting, taxes }, cell) =>
    posting.taxes.map(({ rate, name }, tax) => ({
      key: `${rate} ${name}`,
      cell,
      tax,
      amount: taxes[tax]!,
    })),
  );
  for (const group of Map.groupBy(entries, ({ key }) => key).values()) {
    const whole = sum(group.map((entry) => entry.amount));
    const wanted = divideRounded(whole * amount, left);
    const parts =
      whole === 0n
        ? group.map(() => 0n)
        : inProportion(
            wanted,
            group.map((entry) => entry.amount),
          );
    group.forEach((entry, at) => {
      divided[entry.cell]![entry.tax] = parts[at]!;
    });
  }
  return divided;
}

/** Null of what is only shared. */
function divideQuantity(
  { cells, unreturned }: LineRest,
  quantity: Decimal | null,
): (Decimal | null)[] {
  if (quantity === null)
    return cells.map((cell) => (cell.quantity === null ? null : 0n));
  const left = cells.map((cell) => cell.quantity ?? 0n);
  const parts =
    quantity === unreturned ? left : quantityInProportion(quantity, left);
  return cells.map((cell, at) => (cell.quantity === null ? null : parts[at]!));
}
