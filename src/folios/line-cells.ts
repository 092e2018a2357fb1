import { sum } from "../money.ts";
import type { Minor } from "../money.ts";
import type { TotalledLine } from "../receipts/receipt.ts";
import type { LinkedPosting } from "./posting.ts";
import type { RefundableReceipt } from "./refund.ts";
import type { Cell } from "./cell.ts";
import { Shares, Sums } from "./shares.ts";
import { bearingsOf, soldLines } from "./sold-lines.ts";
import type { Bearer, Bearing } from "./sold-lines.ts";

/**
 * What each sold line answers for of each posting of a sale, before anything was taken back. A line whose discounts exceed
 * it gives nothing back; what is beyond it lessens the others.
 */
export function cellsOfSale(receipt: RefundableReceipt): {
  shares: Cell[];
  sold: readonly TotalledLine[];
} {
  const posted = new PostedLines(receipt);
  // Lines may go one after the other: cells are made when, but for roundings, all have gone.
  const likely = withoutOverdrawn(soldLines(receipt.lines), (sold) =>
    posted.worth(sold),
  );
  let shares: Cell[] = [];
  const sold = withoutOverdrawn(likely, (some) => {
    shares = posted.cells(some);
    const worth = new Sums();
    for (const { lineNo, gross } of shares) worth.add(lineNo, gross);
    return worth;
  });
  return { shares, sold };
}

/** What goes leaves others to bear more, which may then go too. */
function withoutOverdrawn(
  lines: readonly TotalledLine[],
  worthOf: (sold: readonly TotalledLine[]) => Sums,
): readonly TotalledLine[] {
  let sold = lines;
  for (;;) {
    const worth = worthOf(sold);
    const others = sold.filter(({ lineNo }) => worth.of(lineNo) >= 0n);
    if (others.length === sold.length) return sold;
    sold = others;
  }
}

/** The lines of a receipt, and what was posted of them. */
class PostedLines {
  readonly #lines: ReadonlyMap<number, TotalledLine>;
  readonly #postings: LinkedPosting[];
  /** By line and folio. */
  readonly #grosses = new Map<number, Map<string, Minor>>();

  constructor({ lines, postings }: RefundableReceipt) {
    this.#lines = new Map(lines.map((line) => [line.lineNo, line]));
    this.#postings = postings.filter(({ lineNo }) => lineNo !== null);
    for (const { lineNo, folioId, gross } of this.#postings) {
      const own = this.#grosses.get(lineNo!) ?? new Map<string, Minor>();
      this.#grosses.set(
        lineNo!,
        own.set(folioId, (own.get(folioId) ?? 0n) + gross),
      );
    }
  }

  /** What the cells of each line come to, within a minor unit a folio, without making them. */
  worth(sold: readonly TotalledLine[]): Sums {
    const sharing = this.#sharing(sold);
    const every = new Set<Shares>();
    const worth = new Sums();
    for (const [lineNo, folios] of this.#grosses) {
      const bearing = sharing.bearingOf(lineNo);
      if (bearing === undefined) {
        worth.add(lineNo, sum([...folios.values()]));
        continue;
      }
      for (const [folioId, gross] of folios) {
        const shares = sharing.sharesOn(folioId, bearing);
        shares.announce({ gross });
        every.add(shares);
      }
    }
    for (const shares of every) shares.addAnnounced(worth);
    return worth;
  }

  cells(sold: readonly TotalledLine[]): Cell[] {
    const sharing = this.#sharing(sold);
    const shared = this.#postings.map((posting) => {
      const bearing = sharing.bearingOf(posting.lineNo!);
      if (bearing === undefined) return { posting, shares: null };
      const { isCounted } = bearing;
      const shares = sharing.sharesOn(posting.folioId, bearing);
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

  /** Who answers for the lines that are not sold, and how they share on a folio. */
  #sharing(sold: readonly TotalledLine[]): {
    bearingOf: (lineNo: number) => Bearing | undefined;
    sharesOn: (folioId: string, bearing: Bearing) => Shares;
  } {
    const bearings = bearingsOf([...this.#lines.values()], sold);
    const divisions = new Map<Bearing["bearers"], Map<string, Shares>>();
    return {
      bearingOf: (lineNo) => bearings.get(lineNo),
      sharesOn: (folioId, bearing) => {
        const { bearers } = bearing;
        const known = divisions.get(bearers) ?? new Map<string, Shares>();
        divisions.set(bearers, known);
        const shares =
          known.get(folioId) ??
          new Shares(this.#bearersOn(folioId, bearing, sold));
        known.set(folioId, shares);
        return shares;
      },
    };
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
      const here = this.#grosses.get(line.lineNo)?.get(folioId) ?? 0n;
      const part = (weight * here * FINE) / line.gross;
      return part > 0n ? { line, weight: part } : [];
    });
  }
}

/** More cells of shared postings than this are not made: postings are dealt out instead of being cut into the smallest parts. */
const SHARED_MAX = 20_000;

/** A share of a weight is exact to its millionth. */
const FINE = 1_000_000n;
