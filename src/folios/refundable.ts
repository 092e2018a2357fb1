import {
  absolute,
  atLeastZero,
  THOUSANDTH,
  divideRounded,
  sum,
} from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import type { TotalledLine } from "../receipts/receipt.ts";
import { leftOf } from "./left-of-cells.ts";
import { levelCells } from "./level-cells.ts";
import { grossesOf } from "./cell.ts";
import { cellsOfSale } from "./line-cells.ts";
import type { Cell } from "./cell.ts";
import type { LinkedPosting } from "./posting.ts";
import type { RefundableReceipt } from "./refund.ts";

/** A sold line, on the folios looked at. */
export interface LineRest {
  line: TotalledLine;
  /** What may still be given back. */
  amount: Minor;
  /** As much of the quantity as the money left pays for. */
  quantity: Decimal;
  /** Not given back yet by quantity. */
  unreturned: Decimal;
  /** What a quantity is worth, with its share of everything else; what is left, for the last of it. */
  priceOf: (quantity: Decimal) => Minor;
  cells: Cell[];
}

export interface TipRest {
  posting: LinkedPosting;
  amount: Minor;
}

/**
 * What may still be given back of a sale, line by line; tips are apart. Items and surcharges bear everything else, as
 * `bearingsOf` says, each in proportion, folio by folio. So the rests of a sale sum to its gross. Of anything but a sale
 * nothing may be given back. `folioId`: only what stands there; null: everywhere.
 */
export function lineRests(
  receipt: RefundableReceipt,
  folioId: string | null,
): LineRest[] {
  if (receipt.kind !== "sale") return [];
  const { shares, sold } = cellsOfSale(receipt);
  const worth = levelCells(shares);
  const rest = leftOf(worth, receipt);
  const byLine = (cells: readonly Cell[]): Map<number, Cell[]> =>
    Map.groupBy(
      cells.filter(
        ({ posting }) => folioId === null || posting.folioId === folioId,
      ),
      ({ lineNo }) => lineNo,
    );
  const [worths, rests] = [byLine(worth), byLine(rest)];
  return sold.map((line) =>
    lineRest(
      line,
      worths.get(line.lineNo) ?? [],
      rests.get(line.lineNo) ?? [],
      receipt,
    ),
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

function lineRest(
  line: TotalledLine,
  worth: Cell[],
  rest: Cell[],
  receipt: RefundableReceipt,
): LineRest {
  const whole = sum(grossesOf(worth));
  const amount = atLeastZero(sum(grossesOf(rest)));
  const sold = quantityOf(worth);
  const last = atLeastZero(quantityOf(rest));
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
    unreturned: last,
    priceOf,
    cells: rest,
  };
}

function quantityOf(cells: readonly Cell[]): Decimal {
  return sum(cells.map(({ quantity }) => quantity ?? 0n));
}

function clamp(value: bigint, least: bigint, most: bigint): bigint {
  return value < least ? least : value > most ? most : value;
}
