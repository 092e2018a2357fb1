import { absolute, divideRounded, signOf } from "../money.ts";
import type { Minor } from "../money.ts";
import type { Cell } from "./cell.ts";

/**
 * Where rounding has a line bear a cent more of a discount than of its item on a folio, another line that stands there
 * bears the cent, and has it back on a folio where the first has more. So no line is worth less than nothing on any
 * folio; what each line, each folio and each posting comes to stays.
 */
export function levelCells(worth: readonly Cell[]): Cell[] {
  const places = new Places(worth);
  for (const short of places.all()) {
    while (short.gross < 0n) {
      const elsewhere = most(places.ofLine(short.lineNo));
      const other = most(places.onFolio(short.folioId));
      const amount = [elsewhere.gross, other.gross].reduce(
        (least, one) => (one < least ? one : least),
        -short.gross,
      );
      if (amount <= 0n) return places.cells;
      const gaining = places.at(other.lineNo, elsewhere.folioId);
      places.handOver(short, other, -amount);
      places.handOver(elsewhere, gaining, amount);
    }
  }
  return places.cells;
}

/** A line on a folio. */
interface Place {
  lineNo: number;
  folioId: string;
  gross: Minor;
  cells: Cell[];
}

/** Nobody is made short by what is handed over, so each is looked at once. */
class Places {
  readonly cells: Cell[];
  readonly #byKey = new Map<string, Place>();
  readonly #ofLine = new Map<number, Place[]>();
  readonly #onFolio = new Map<string, Place[]>();

  constructor(worth: readonly Cell[]) {
    this.cells = worth.map((cell) => ({ ...cell, taxes: [...cell.taxes] }));
    for (const cell of this.cells) {
      const place = this.at(cell.lineNo, cell.posting.folioId);
      place.gross += cell.gross;
      place.cells.push(cell);
    }
  }

  all(): Iterable<Place> {
    return this.#byKey.values();
  }

  ofLine(lineNo: number): readonly Place[] {
    return this.#ofLine.get(lineNo)!;
  }

  onFolio(folioId: string): readonly Place[] {
    return this.#onFolio.get(folioId)!;
  }

  at(lineNo: number, folioId: string): Place {
    const key = `${lineNo} ${folioId}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const place: Place = { lineNo, folioId, gross: 0n, cells: [] };
    this.#byKey.set(key, place);
    append(this.#ofLine, lineNo, place);
    append(this.#onFolio, folioId, place);
    return place;
  }

  /** Of postings with the sign of the amount, so that no part of one has another sign than it. */
  handOver(from: Place, to: Place, amount: Minor): void {
    let left = amount;
    for (const cell of from.cells) {
      if (left === 0n) break;
      const { posting, gross } = cell;
      if (signOf(gross) !== signOf(amount)) continue;
      const part = absolute(gross) < absolute(left) ? gross : left;
      const taker = this.#cellFor(to, posting);
      cell.taxes.forEach((whole, at) => {
        const tax = divideRounded(whole * part, gross);
        cell.taxes[at]! -= tax;
        taker.taxes[at]! += tax;
      });
      cell.gross -= part;
      taker.gross += part;
      left -= part;
    }
    from.gross -= amount - left;
    to.gross += amount - left;
  }

  #cellFor(place: Place, posting: Cell["posting"]): Cell {
    const known = place.cells.find((one) => one.posting === posting);
    if (known !== undefined) return known;
    const taxes = posting.taxes.map(() => 0n);
    const { lineNo } = place;
    const fresh = { lineNo, posting, gross: 0n, taxes, quantity: null };
    place.cells.push(fresh);
    this.cells.push(fresh);
    return fresh;
  }
}

function append<Key>(lists: Map<Key, Place[]>, key: Key, place: Place): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [place]);
  else list.push(place);
}

function most(places: readonly Place[]): Place {
  return places.reduce((top, one) => (one.gross > top.gross ? one : top));
}
