import { absolute, DECIMAL_PLACES, divideRounded, sum } from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import type { ReceiptKind, TotalledLine } from "../receipts/receipt.ts";
import { divideControlled } from "./controlled-rounding.ts";

/** What may still be given back of a line: its quantity, and its gross with its share of discounts and service charge. */
export interface Refundable {
  quantity: Decimal;
  amount: Minor;
}

const NOTHING: Refundable = { quantity: 0n, amount: 0n };

/**
 * The refundable rest of each line, in the order of `lines`; tips are apart. Items and surcharges bear everything else:
 * a line discount the sale line before it with its sku (else its rate), other discounts the lines of their rate, the
 * service charge, rounding and differences all of them, each in proportion. So the rests of a sale sum to its gross.
 * `reversed` is the gross of the reversals allotted to it, 0 or negative: what is left is less by them, line by line in
 * proportion. Only a sale is refundable.
 */
export function refundableLines(
  receipt: { kind: ReceiptKind; lines: readonly TotalledLine[] },
  reversed: Minor,
): Refundable[] {
  const { lines } = receipt;
  const bearers = lines.flatMap((line, index) =>
    isBearer(line) ? [index] : [],
  );
  if (receipt.kind !== "sale" || bearers.length === 0)
    return lines.map(() => NOTHING);
  const worth = new Map(bearers.map((index) => [index, lines[index]!.gross]));
  lines.forEach((line, index) => {
    if (!worth.has(index))
      share(line.gross, bearersOf(line, index, lines, bearers), lines, worth);
  });
  takeFromTheOthers(worth);
  const whole = sum(worth.values());
  if (whole <= 0n) return lines.map(() => NOTHING);
  const left = whole + reversed > 0n ? whole + reversed : 0n;
  const rests = divideControlled([...worth.values()], [left, whole - left]).map(
    (parts) => parts[0] as Minor,
  );
  const restOf = new Map(
    [...worth.keys()].map((index, at) => [index, rests[at]!]),
  );
  return lines.map((line, index) => {
    const amount = restOf.get(index) ?? 0n;
    if (amount <= 0n) return NOTHING;
    if (left === whole) return { quantity: line.quantity, amount };
    return {
      quantity:
        divideRounded(line.quantity * left, whole * THOUSANDTH) * THOUSANDTH,
      amount,
    };
  });
}

/** A line whose discount exceeds it gives nothing back; what is beyond it lessens the others. */
function takeFromTheOthers(worth: Map<number, Minor>): void {
  for (;;) {
    const excess = sum([...worth.values()].filter((own) => own < 0n));
    const others = [...worth].filter(([, own]) => own > 0n);
    if (excess === 0n) return;
    for (const [index, own] of worth) if (own < 0n) worth.set(index, 0n);
    if (others.length === 0) return;
    const parts = divideControlled(
      [excess],
      others.map(([, own]) => own),
    )[0]!;
    others.forEach(([index, own], at) => worth.set(index, own + parts[at]!));
  }
}

const THOUSANDTH = 10n ** BigInt(DECIMAL_PLACES - 3);

function isBearer(line: TotalledLine): boolean {
  return (line.kind === "item" || line.kind === "surcharge") && line.gross > 0n;
}

/** The lines a discount, charge or balance belongs to. */
function bearersOf(
  line: TotalledLine,
  index: number,
  lines: readonly TotalledLine[],
  bearers: number[],
): number[] {
  const where = (fits: (other: TotalledLine) => boolean): number[] =>
    bearers.filter((at) => fits(lines[at]!));
  if (line.ofOneLine) {
    const before = (fits: (other: TotalledLine) => boolean): number[] =>
      where(fits)
        .filter((at) => at < index)
        .slice(-1);
    const own = before((other) => line.sku !== null && other.sku === line.sku);
    const near =
      own.length > 0
        ? own
        : before((other) => ratesOf(other) === ratesOf(line));
    if (near.length > 0) return near;
  }
  const sameRate =
    line.kind === "rounding" || line.kind === "difference"
      ? []
      : where((other) => ratesOf(other) === ratesOf(line));
  return sameRate.length > 0 ? sameRate : bearers;
}

function ratesOf(line: TotalledLine): string {
  return line.taxes
    .map((tax) => tax.rate)
    .sort()
    .join("+");
}

function share(
  amount: Minor,
  among: number[],
  lines: readonly TotalledLine[],
  worth: Map<number, Minor>,
): void {
  const weights = among.map((at) => absolute(lines[at]!.gross));
  const parts = divideControlled([amount], weights)[0] ?? [];
  among.forEach((at, index) =>
    worth.set(at, worth.get(at)! + (parts[index] as Minor)),
  );
}
