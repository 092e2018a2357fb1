import { absolute, divideRounded, signOf } from "../money.ts";
import type { Minor } from "../money.ts";
import type { Cell } from "./line-cells.ts";

/**
 * Where rounding has a line bear a cent more of a discount than of its item on a folio, another line that stands there
 * bears the cent, and has it back on a folio where the first has more. So no line is worth less than nothing on any
 * folio; what each line, each folio and each posting comes to stays.
 */
export function levelCells(worth: readonly Cell[]): Cell[] {
  const cells = worth.map((cell) => ({ ...cell, taxes: [...cell.taxes] }));
  for (;;) {
    const places = placesOf(cells);
    const short = places.find(({ gross }) => gross < 0n);
    if (short === undefined) return cells;
    const { lineNo, folioId } = short;
    const elsewhere = most(places.filter((own) => own.lineNo === lineNo));
    const other = most(places.filter((own) => own.folioId === folioId));
    const amount = [elsewhere.gross, other.gross].reduce(
      (least, one) => (one < least ? one : least),
      -short.gross,
    );
    if (amount <= 0n) return cells;
    const lines = { from: lineNo, to: other.lineNo };
    handOver(cells, { ...lines, folioId }, -amount);
    handOver(cells, { ...lines, folioId: elsewhere.folioId }, amount);
  }
}

/** A line on a folio. */
interface Place {
  lineNo: number;
  folioId: string;
  gross: Minor;
}

function placesOf(cells: readonly Cell[]): Place[] {
  const places = new Map<string, Place>();
  for (const { lineNo, posting, gross } of cells) {
    const { folioId } = posting;
    const key = `${lineNo} ${folioId}`;
    const place = places.get(key) ?? { lineNo, folioId, gross: 0n };
    place.gross += gross;
    places.set(key, place);
  }
  return [...places.values()];
}

function most(places: readonly Place[]): Place {
  return places.reduce((top, one) => (one.gross > top.gross ? one : top));
}

/** Of postings with the sign of the amount, so that no part of one has another sign than it. */
function handOver(
  cells: Cell[],
  { from, to, folioId }: { from: number; to: number; folioId: string },
  amount: Minor,
): void {
  let left = amount;
  const own = cells.filter(
    ({ lineNo, posting, gross }) =>
      lineNo === from &&
      posting.folioId === folioId &&
      signOf(gross) === signOf(amount),
  );
  for (const cell of own) {
    if (left === 0n) return;
    const { posting, gross } = cell;
    const part = absolute(gross) < absolute(left) ? gross : left;
    const taxes = cell.taxes.map((tax) => divideRounded(tax * part, gross));
    const taker = cellFor(cells, to, posting);
    cell.gross -= part;
    taker.gross += part;
    taxes.forEach((tax, at) => {
      cell.taxes[at]! -= tax;
      taker.taxes[at]! += tax;
    });
    left -= part;
  }
}

function cellFor(
  cells: Cell[],
  lineNo: number,
  posting: Cell["posting"],
): Cell {
  const known = cells.find(
    (one) => one.lineNo === lineNo && one.posting === posting,
  );
  if (known !== undefined) return known;
  const taxes = posting.taxes.map(() => 0n);
  const fresh = { lineNo, posting, gross: 0n, taxes, quantity: null };
  cells.push(fresh);
  return fresh;
}
