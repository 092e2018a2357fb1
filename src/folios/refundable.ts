import { absolute, DECIMAL_PLACES, divideRounded, sum } from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import type { ReceiptKind, TotalledLine } from "../receipts/receipt.ts";
import type { LinkedPosting } from "./posting.ts";
import { divideControlled } from "./controlled-rounding.ts";
import { inProportion } from "./in-proportion.ts";
import type { StandingRefund } from "./refund.ts";
import { bearersOf, soldLines } from "./sold-lines.ts";

/** A receipt with all that was taken back of it. */
export interface RefundableReceipt {
  kind: ReceiptKind;
  lines: readonly TotalledLine[];
  /** Its own, without those of refunds. */
  postings: readonly LinkedPosting[];
  /** Of the reversals allotted to it. */
  reversals: readonly LinkedPosting[];
  /** Made here and not reversed. */
  refunds: readonly StandingRefund[];
}

/** What of one posting one sold line answers for: all of its own, a share of what is shared. */
export interface Cell {
  lineNo: number;
  posting: LinkedPosting;
  gross: Minor;
  /** In the order of the posting's taxes. */
  taxes: Minor[];
}

/** A sold line, on the folios looked at. */
export interface LineRest {
  line: TotalledLine;
  /** What may still be given back. */
  amount: Minor;
  /** As much of the quantity as the money left pays for. */
  quantity: Decimal;
  /** Not given back yet by quantity. */
  unreturned: { posting: LinkedPosting; quantity: Decimal }[];
  /** What a quantity is worth, with its share of everything else; what is left, for the last of it. */
  priceOf: (quantity: Decimal) => Minor;
  cells: Cell[];
}

export interface TipRest {
  posting: LinkedPosting;
  amount: Minor;
}

/**
 * What may still be given back of a sale, line by line; tips are apart. Items and surcharges bear everything else: a line
 * discount the sale line before it with its sku (else its rate), other discounts the lines of their rate, the service
 * charge, rounding and differences all of them, each in proportion, folio by folio. So the rests of a sale sum to its
 * gross. Of anything but a sale nothing may be given back. `folioId`: only what stands there; null: everywhere.
 */
export function lineRests(
  receipt: RefundableReceipt,
  folioId: string | null,
): LineRest[] {
  if (receipt.kind !== "sale") return [];
  const { worth, sold } = shareOut(receipt);
  const rest = worth.map((cell) => ({ ...cell, taxes: [...cell.taxes] }));
  takeReversals(rest, receipt);
  for (const refund of receipt.refunds) takeRefund(rest, refund);
  bound(rest, receipt);
  const here = (cells: Cell[], { lineNo }: TotalledLine): Cell[] =>
    cells.filter(
      (cell) =>
        cell.lineNo === lineNo &&
        (folioId === null || cell.posting.folioId === folioId),
    );
  return sold.map((line) =>
    lineRest(line, here(worth, line), here(rest, line), receipt),
  );
}

/** Tips as they stand, by posting. */
export function tipRests(
  receipt: RefundableReceipt,
  folioId: string | null,
): TipRest[] {
  if (receipt.kind !== "sale") return [];
  const given = receipt.postings.filter(
    ({ kind, gross }) => kind === "gratuity" && gross > 0n,
  );
  const back = [
    ...receipt.reversals,
    ...receipt.refunds.flatMap(({ postings }) => postings),
  ].filter(({ kind }) => kind === "gratuity");
  const known = new Set(given.map(({ postingId }) => postingId));
  let loose = -sum(
    back
      .filter(({ reverses }) => reverses === null || !known.has(reverses))
      .map(({ gross }) => gross),
  );
  const rests = given.map((posting) => {
    const left = posting.gross + sum(takingBack(back, posting));
    const taken = clamp(loose, 0n, atLeastZero(left));
    loose -= taken;
    return { posting, amount: atLeastZero(left - taken) };
  });
  return rests.filter(
    ({ posting }) => folioId === null || posting.folioId === folioId,
  );
}

function takingBack(
  back: readonly LinkedPosting[],
  { postingId }: LinkedPosting,
): Minor[] {
  return back
    .filter(({ reverses }) => reverses === postingId)
    .map(({ gross }) => gross);
}

/** A line whose discounts exceed it gives nothing back; what is beyond it lessens the others. */
function shareOut(receipt: RefundableReceipt): {
  worth: Cell[];
  sold: TotalledLine[];
} {
  let sold = soldLines(receipt.lines);
  for (;;) {
    const worth = receipt.postings.flatMap((posting) =>
      posting.lineNo === null ? [] : cellsOf(posting, receipt, sold),
    );
    const isWorthLess = ({ lineNo }: TotalledLine): boolean =>
      sum(grossesOf(worth.filter((cell) => cell.lineNo === lineNo))) < 0n;
    const others = sold.filter((line) => !isWorthLess(line));
    if (others.length === sold.length || others.length === 0)
      return { worth, sold: others };
    sold = others;
  }
}

function cellsOf(
  posting: LinkedPosting,
  { lines, postings }: RefundableReceipt,
  sold: readonly TotalledLine[],
): Cell[] {
  const line = lines.find((one) => one.lineNo === posting.lineNo);
  if (line === undefined) throw new Error("a posting of a line that is not");
  if (sold.includes(line)) {
    const taxes = posting.taxes.map(({ amount }) => amount);
    return [{ lineNo: line.lineNo, posting, gross: posting.gross, taxes }];
  }
  const onFolio = (one: TotalledLine): Minor =>
    sum(
      postings
        .filter(
          (other) =>
            other.lineNo === one.lineNo && other.folioId === posting.folioId,
        )
        .map((other) => absolute(other.gross)),
    );
  const bearers = bearersOf(line, sold);
  const [among, weights] = (
    [
      [bearers, bearers.map(onFolio)],
      [sold, sold.map(onFolio)],
      [bearers, bearers.map(({ gross }) => gross)],
    ] as const
  ).find(([, tried]) => sum(tried) > 0n) ?? [[], []];
  if (among.length === 0) return [];
  const divide = (amount: Minor): Minor[] =>
    divideControlled([amount], weights)[0]!;
  const grosses = divide(posting.gross);
  const taxes = posting.taxes.map(({ amount }) => divide(amount));
  return among.map(({ lineNo }, at) => ({
    lineNo,
    posting,
    gross: grosses[at]!,
    taxes: taxes.map((parts) => parts[at]!),
  }));
}

/** Posting by posting where they are linked; what is not is taken from all that is left, in proportion. */
function takeReversals(
  rest: Cell[],
  { postings, reversals }: RefundableReceipt,
): void {
  const back = reversals.filter(({ lineNo }) => lineNo !== null);
  let taken = 0n;
  for (const posting of postings) {
    const linked = back.filter(
      ({ reverses }) => reverses === posting.postingId,
    );
    if (linked.length === 0) continue;
    const cells = rest.filter((cell) => cell.posting === posting);
    const gross = towardsZero(-sum(grossesOf(linked)), posting.gross);
    taken += gross;
    take(cells, gross);
  }
  const loose = -sum(grossesOf(back)) - taken;
  if (loose > 0n) takeFromPositive(rest, loose);
}

function takeRefund(rest: Cell[], { lines }: StandingRefund): void {
  for (const { lineNo, parts } of lines) {
    for (const part of parts) {
      const cell = rest.find(
        (one) =>
          one.lineNo === lineNo && one.posting.postingId === part.postingId,
      );
      if (cell === undefined) throw new Error("a refund of what was not sold");
      cell.gross -= part.gross;
      cell.taxes.forEach((_, at) => {
        cell.taxes[at]! -= part.taxes[at]!.amount;
      });
    }
  }
}

/** Never more than the receipt stands with. */
function bound(rest: Cell[], receipt: RefundableReceipt): void {
  const own = (postings: readonly LinkedPosting[]): Minor =>
    sum(
      postings
        .filter(({ lineNo }) => lineNo !== null)
        .map(({ gross }) => gross),
    );
  const stands =
    own(receipt.postings) +
    own(receipt.reversals) +
    own(receipt.refunds.flatMap(({ postings }) => postings));
  const left = sum(positive(rest).map(({ amount }) => amount));
  const excess = left - atLeastZero(stands);
  if (excess > 0n) takeFromPositive(rest, excess);
}

function takeFromPositive(rest: Cell[], wanted: Minor): void {
  const lines = positive(rest);
  const amounts = lines.map(({ amount }) => amount);
  const whole = sum(amounts);
  const parts = inProportion(wanted < whole ? wanted : whole, amounts);
  lines.forEach(({ cells }, at) => take(cells, parts[at]!));
}

/** The lines of which something is left. */
function positive(rest: Cell[]): { amount: Minor; cells: Cell[] }[] {
  return [...Map.groupBy(rest, ({ lineNo }) => lineNo).values()]
    .map((cells) => ({ cells, amount: sum(grossesOf(cells)) }))
    .filter(({ amount }) => amount > 0n);
}

/** In proportion; at most what they hold. */
function take(cells: Cell[], amount: Minor): void {
  const grosses = grossesOf(cells);
  if (sum(grosses) === 0n) return;
  const parts = inProportion(amount, grosses);
  cells.forEach((cell, at) => {
    const part = parts[at]!;
    const { gross } = cell;
    cell.gross -= part;
    cell.taxes.forEach((tax, index) => {
      if (gross !== 0n) cell.taxes[index]! -= divideRounded(tax * part, gross);
    });
  });
}

function lineRest(
  line: TotalledLine,
  worth: Cell[],
  rest: Cell[],
  receipt: RefundableReceipt,
): LineRest {
  const whole = sum(grossesOf(worth));
  const amount = atLeastZero(sum(grossesOf(rest)));
  const own = worth
    .map(({ posting }) => posting)
    .filter((posting) => posting.lineNo === line.lineNo);
  const unreturned = own.map((posting) => ({
    posting,
    quantity: unreturnedOf(posting, receipt),
  }));
  const sold = sum(own.map(({ quantity }) => quantity));
  const last = sum(unreturned.map(({ quantity }) => quantity));
  const exactly = (quantity: Decimal): Minor =>
    sold > 0n ? divideRounded(whole * quantity, sold) : whole;
  const roundings = BigInt(
    1 + receipt.refunds.length + receipt.reversals.length,
  );
  const priceOf = (quantity: Decimal): Minor => {
    const price = exactly(quantity);
    const isRest = absolute(price - amount) <= roundings;
    return quantity === last && isRest ? amount : price;
  };
  const paid = whole > 0n ? (amount * sold) / (whole * THOUSANDTH) : 0n;
  return {
    line,
    amount,
    quantity:
      amount === 0n
        ? 0n
        : priceOf(last) <= amount
          ? last
          : clamp(paid * THOUSANDTH, 0n, last),
    unreturned,
    priceOf,
    cells: amount === 0n ? [] : rest,
  };
}

const THOUSANDTH = 10n ** BigInt(DECIMAL_PLACES - 3);

function unreturnedOf(
  posting: LinkedPosting,
  { refunds, reversals }: RefundableReceipt,
): Decimal {
  const back = [
    ...reversals,
    ...refunds.flatMap(({ postings }) => postings),
  ].filter(({ reverses }) => reverses === posting.postingId);
  return atLeastZero(
    posting.quantity + sum(back.map(({ quantity }) => quantity)),
  );
}

function grossesOf(cells: readonly { gross: Minor }[]): Minor[] {
  return cells.map(({ gross }) => gross);
}

function atLeastZero(value: bigint): bigint {
  return value > 0n ? value : 0n;
}

function clamp(value: bigint, least: bigint, most: bigint): bigint {
  return value < least ? least : value > most ? most : value;
}

/** As much of a bound as is there, whichever its sign. */
function towardsZero(value: bigint, boundary: bigint): bigint {
  return boundary > 0n
    ? clamp(value, 0n, boundary)
    : clamp(value, boundary, 0n);
}
