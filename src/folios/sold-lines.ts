import { absolute, atLeastZero, ONE, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import type { TotalledLine } from "../receipts/receipt.ts";
import { inProportion } from "./in-proportion.ts";

/** The lines that can be given back; where nothing was sold by name, what money was taken for. */
export function soldLines(lines: readonly TotalledLine[]): TotalledLine[] {
  const positive = lines.filter((line) => line.gross > 0n);
  const sold = positive.filter(
    (line) => line.kind === "item" || line.kind === "surcharge",
  );
  return sold.length > 0 ? sold : positive;
}

/** Which of the sold lines answer for a line that is none, and with what weight each. */
export interface Bearing {
  bearers: readonly Bearer[];
  /** What it has of a quantity is one of its bearers': it takes off again a part of what they sold. */
  isCounted: boolean;
}

export interface Bearer {
  line: TotalledLine;
  /** Not negative. */
  weight: bigint;
}

/**
 * Who answers for the lines of a sale that are not sold themselves, by line number (rules of refunds.md 6, 11): of a line
 * discount the sale line before it with its sku (else its rate); of what was taken off the bill again the line it was rung
 * up on; of what was sold for less than its discounts come to the lines of the same thing, if there are any, by their price.
 * Then, each in proportion to what is left of the lines: of other discounts those of their rate; of a service charge those
 * that were told to contribute to it, else one that is taxed those of its rate; one without tax, rounding and differences
 * all of them.
 */
export function bearingsOf(
  lines: readonly TotalledLine[],
  sold: readonly TotalledLine[],
): Map<number, Bearing> {
  const worth = new Worth(sold);
  const answering = new Set(sold);
  const others = lines.filter((line) => !answering.has(line));
  const bearings = new Map<number, Bearing>();
  const share = (isOfKind: (line: TotalledLine) => boolean): void => {
    const own = others.filter(
      (line) => isOfKind(line) && !bearings.has(line.lineNo),
    );
    const everyone = worth.left();
    const byRates = Map.groupBy(everyone, ({ line }) => ratesOf(line));
    const found = own.map((line) => ({
      line,
      bearers: isCharge(line)
        ? chargedFor(line, lines, bearings, everyone)
        : isBalance(line)
          ? everyone
          : pricedWith(line, everyone, byRates.get(ratesOf(line))),
    }));
    for (const [bearers, shared] of Map.groupBy(found, (one) => one.bearers)) {
      for (const { line } of shared)
        bearings.set(line.lineNo, { bearers, isCounted: false });
      worth.add(bearers, sum(shared.map(({ line }) => line.gross)));
    }
  };
  // All of one kind weigh what is left before any of them: their order on the bill is no reason to bear less.
  share(({ ofOneLine }) => ofOneLine);
  for (const line of others.filter(isTakenOff)) {
    const bearers = cancelledBy(line, worth.left());
    if (bearers.length === 0) continue;
    bearings.set(line.lineNo, { bearers, isCounted: true });
    worth.add(bearers, line.gross);
  }
  for (const isOfKind of [isPriced, isCharge, isBalance]) share(isOfKind);
  return bearings;
}

/** What the sold lines come to with what they bear. */
class Worth {
  readonly #sold: readonly TotalledLine[];
  readonly #byLine: Map<number, Minor>;

  constructor(sold: readonly TotalledLine[]) {
    this.#sold = sold;
    this.#byLine = new Map(sold.map(({ lineNo, gross }) => [lineNo, gross]));
  }

  left(): Bearer[] {
    return this.#sold.map((line) => {
      const weight = atLeastZero(this.#byLine.get(line.lineNo)!);
      return { line, weight };
    });
  }

  add(bearers: readonly Bearer[], amount: Minor): void {
    const weights = bearers.map(({ weight }) => weight);
    if (sum(weights) === 0n) return;
    inProportion(amount, weights).forEach((part, at) => {
      const { lineNo } = bearers[at]!.line;
      this.#byLine.set(lineNo, this.#byLine.get(lineNo)! + part);
    });
  }
}

function isCharge({ kind }: TotalledLine): boolean {
  return kind === "service-charge";
}

function isBalance({ kind }: TotalledLine): boolean {
  return kind === "rounding" || kind === "difference";
}

function isPriced(line: TotalledLine): boolean {
  return !isCharge(line) && !isBalance(line);
}

/** Rung up and taken off again on the same bill. */
function isTakenOff({ kind, gross, quantity }: TotalledLine): boolean {
  const isThing = kind === "item" || kind === "surcharge";
  return isThing && gross < 0n && quantity < 0n;
}

/**
 * As much of each line of the same thing as is left of it: one that has enough first, then at the same price, then the
 * nearest before. What is more than all of them is on the first.
 */
function cancelledBy(line: TotalledLine, left: readonly Bearer[]): Bearer[] {
  let amount = absolute(line.gross);
  const rank = ({ line: other, weight }: Bearer): number =>
    (weight >= amount ? 0 : 4) +
    (isOnePrice(line, other) ? 0 : 2) +
    (other.lineNo < line.lineNo ? 0 : 1);
  const ranked = new Map(left.map((own) => [own, rank(own)]));
  const same = left
    .filter((own) => own.line.quantity > 0n && isSameThing(line, own.line))
    .sort(
      (a, b) =>
        ranked.get(a)! - ranked.get(b)! || b.line.lineNo - a.line.lineNo,
    );
  const bearers = same.map((own) => {
    const weight = own.weight < amount ? own.weight : amount;
    amount -= weight;
    return { line: own.line, weight };
  });
  if (bearers[0] !== undefined) bearers[0].weight += amount;
  return bearers.filter(({ weight }) => weight > 0n);
}

function isSameThing(one: TotalledLine, other: TotalledLine): boolean {
  const isNamedAlike =
    one.sku === null
      ? other.sku === null &&
        other.description === one.description &&
        one.description !== ""
      : other.sku === one.sku;
  return isNamedAlike && ratesOf(other) === ratesOf(one);
}

/** To a minor unit a piece, which rounding may have moved. */
function isOnePrice(a: TotalledLine, b: TotalledLine): boolean {
  const apart = absolute(a.gross * b.quantity - b.gross * a.quantity);
  return apart * ONE <= absolute(a.quantity * b.quantity);
}

function pricedWith(
  line: TotalledLine,
  everyone: readonly Bearer[],
  ofRate: readonly Bearer[] = everyone,
): readonly Bearer[] {
  if (!line.ofOneLine) {
    const alike =
      line.gross > 0n
        ? everyone.filter((own) => isSameThing(line, own.line))
        : [];
    if (alike.length > 0)
      return alike.map((own) => ({ ...own, weight: own.line.gross }));
    return ofRate;
  }
  const isBefore = (own: Bearer): boolean =>
    own.line.lineNo < line.lineNo && own.weight > 0n;
  const isIt = (own: Bearer): boolean =>
    isBefore(own) && line.sku !== null && own.line.sku === line.sku;
  const near =
    everyone.findLast(isIt) ??
    (ofRate === everyone ? undefined : ofRate.findLast(isBefore));
  return near === undefined ? ofRate : [near];
}

/** The share of a line that is not sold is with those that answer for it. */
function chargedFor(
  charge: TotalledLine,
  lines: readonly TotalledLine[],
  bearings: ReadonlyMap<number, Bearing>,
  left: readonly Bearer[],
): Bearer[] {
  const ofRate = left.filter(({ line }) => ratesOf(line) === ratesOf(charge));
  const shares = new Map<number, bigint>();
  for (const line of lines) {
    const { serviceShare, lineNo } = line;
    if (serviceShare === null || ratesOf(line) !== ratesOf(charge)) continue;
    const bearing = bearings.get(lineNo);
    const own = bearing?.bearers ?? [{ line, weight: 1n }];
    const weights = own.map(({ weight }) => weight);
    if (sum(weights) === 0n) continue;
    inProportion(serviceShare, weights).forEach((part, at) => {
      const to = own[at]!.line.lineNo;
      shares.set(to, (shares.get(to) ?? 0n) + part);
    });
  }
  const told = left
    .map(({ line }) => ({ line, weight: shares.get(line.lineNo) ?? 0n }))
    .filter(({ weight }) => weight > 0n);
  if (told.length > 0) return told;
  return charge.taxes.length > 0 && ofRate.length > 0 ? ofRate : [...left];
}

function ratesOf(line: TotalledLine): string {
  return line.taxes
    .map((tax) => tax.rate)
    .sort()
    .join("+");
}
