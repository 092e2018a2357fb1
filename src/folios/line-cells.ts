import type { Minor } from "../money.ts";
import type { TotalledLine } from "../receipts/receipt.ts";
import type { LinkedPosting } from "./posting.ts";
import type { RefundableReceipt } from "./refund.ts";
import type { Cell } from "./cell.ts";
import { Shares } from "./shares.ts";
import { bearingsOf, soldLines } from "./sold-lines.ts";
import type { Bearer, Bearing } from "./sold-lines.ts";

/**
 * What each sold line answers for of each posting of a sale, before anything was taken back. A line whose discounts exceed
 * it gives nothing back; what is beyond it lessens the others.
 */
export function cellsOfSale(receipt: RefundableReceipt): {
  shares: Cell[];
  sold: TotalledLine[];
} {
  const posted = new PostedLines(receipt);
  let sold = soldLines(receipt.lines);
  for (;;) {
    const shares = posted.cells(sold);
    const worth = new Map<number, Minor>();
    for (const { lineNo, gross } of shares)
      worth.set(lineNo, (worth.get(lineNo) ?? 0n) + gross);
    const others = sold.filter(({ lineNo }) => (worth.get(lineNo) ?? 0n) >= 0n);
    if (others.length === sold.length || others.length === 0)
      return { shares, sold: others };
    sold = others;
  }
}

/** The lines of a receipt, and what was posted of them. */
class PostedLines {
  readonly #lines: ReadonlyMap<number, TotalledLine>;
  readonly #postings: LinkedPosting[];
  /** By line and folio. */
  readonly #grosses = new Map<string, Minor>();

  constructor({ lines, postings }: RefundableReceipt) {
    this.#lines = new Map(lines.map((line) => [line.lineNo, line]));
    this.#postings = postings.filter(({ lineNo }) => lineNo !== null);
    for (const { lineNo, folioId, gross } of this.#postings) {
      const place = `${lineNo} ${folioId}`;
      this.#grosses.set(place, (this.#grosses.get(place) ?? 0n) + gross);
    }
  }

  cells(sold: readonly TotalledLine[]): Cell[] {
    const bearings = bearingsOf([...this.#lines.values()], sold);
    const divisions = new Map<Bearing["bearers"], Map<string, Shares>>();
    const sharesOn = (folioId: string, bearing: Bearing): Shares => {
      const { bearers } = bearing;
      const known = divisions.get(bearers) ?? new Map<string, Shares>();
      divisions.set(bearers, known);
      const shares =
        known.get(folioId) ??
        new Shares(this.#bearersOn(folioId, bearing, sold));
      known.set(folioId, shares);
      return shares;
    };
    const shared = this.#postings.map((posting) => {
      const bearing = bearings.get(posting.lineNo!);
      if (bearing === undefined) return { posting, shares: null };
      const { isCounted } = bearing;
      const shares = sharesOn(posting.folioId, bearing);
      if (!isCounted) shares.announce(posting);
      return { posting, shares, isCounted };
    });
    const every = new Set(shared.map(({ shares }) => shares));
    const size = [...every].reduce((all, own) => all + (own?.size ?? 0), 0);
    return shared.flatMap(({ posting, shares, isCounted = false }) => {
      if (shares === null) return this.#ownCell(posting);
      return size > SHARED_MAX && !isCounted
        ? shares.dealt(posting)
        : shares.cells(posting, isCounted);
    });
  }

  #ownCell(posting: LinkedPosting): Cell {
    const line = this.#lines.get(posting.lineNo!);
    if (line === undefined) throw new Error("a posting of a line that is not");
    return {
      lineNo: line.lineNo,
      posting,
      gross: posting.gross,
      taxes: posting.taxes.map(({ amount }) => amount),
      quantity: line.quantity > 0n ? posting.quantity : null,
    };
  }

  /** Those of which something stands on the folio; else all that stands there; else as if they stood there. */
  #bearersOn(
    folioId: string,
    { bearers, isCounted }: Bearing,
    sold: readonly TotalledLine[],
  ): readonly Bearer[] {
    const here = this.#onFolio(folioId, bearers);
    if (here.length > 0) return here;
    // A quantity is of its own thing, wherever that stands.
    if (isCounted) return bearers;
    const everyone = sold.map((line) => ({ line, weight: line.gross }));
    const all = this.#onFolio(folioId, everyone);
    if (all.length > 0) return all;
    return bearers.some(({ weight }) => weight > 0n) ? bearers : everyone;
  }

  /** With as much of their weight as of their gross stands there. */
  #onFolio(folioId: string, bearers: readonly Bearer[]): Bearer[] {
    return bearers.flatMap(({ line, weight }) => {
      const here = this.#grosses.get(`${line.lineNo} ${folioId}`) ?? 0n;
      const part = (weight * here * FINE) / line.gross;
      return part > 0n ? { line, weight: part } : [];
    });
  }
}

/** More cells of shared postings than this are not made: postings are dealt out instead of being cut into the smallest parts. */
const SHARED_MAX = 20_000;

/** A share of a weight is exact to its millionth. */
const FINE = 1_000_000n;
