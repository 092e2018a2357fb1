import { absolute, divideRounded, signOf, sum } from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import type { TotalledLine } from "../receipts/receipt.ts";
import {
  Division,
  inProportion,
  quantityInProportion,
} from "./in-proportion.ts";
import type { LinkedPosting } from "./posting.ts";
import type { RefundableReceipt } from "./refund.ts";
import { bearingsOf, soldLines } from "./sold-lines.ts";
import type { Bearer, Bearing } from "./sold-lines.ts";

/** What of one posting one sold line answers for: its own, a share of what is shared, a cent that another handed over. */
export interface Cell {
  lineNo: number;
  posting: LinkedPosting;
  gross: Minor;
  /** In the order of the posting's taxes. */
  taxes: Minor[];
  /** Of what was sold, or taken off the bill again; null of all else. */
  quantity: Decimal | null;
}

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

/** How the lines that answer together for some postings on a folio share them. */
class Shares {
  readonly #bearers: readonly Bearer[];
  readonly #weights: bigint[];
  readonly #gross: Division;
  /** By rate. */
  readonly #taxes = new Map<string, Division>();
  /** By sign: what all postings come to, and how they are dealt out. */
  readonly #totals = new Map<bigint, Minor>();
  readonly #deals = new Map<bigint, Deal>();
  #announced = 0;

  constructor(bearers: readonly Bearer[]) {
    this.#bearers = bearers;
    this.#weights = bearers.map(({ weight }) => weight);
    this.#gross = new Division(this.#weights);
  }

  /** How many cells all postings that were announced would have at most. */
  get size(): number {
    return this.#announced * this.#bearers.length;
  }

  announce({ gross }: LinkedPosting): void {
    const sign = signOf(gross);
    this.#totals.set(sign, (this.#totals.get(sign) ?? 0n) + gross);
    this.#announced += 1;
  }

  /**
   * Each line bears as much of all postings together as it would of each, but has it of few of them. Of one that was
   * announced, in that order.
   */
  dealt(posting: LinkedPosting): Cell[] {
    if (sum(this.#weights) === 0n) return [];
    const parts = this.#deal(signOf(posting.gross)).next(posting.gross);
    let upTo = 0n;
    let spent = posting.taxes.map(() => 0n);
    return parts.map(({ at, part }) => {
      upTo += part;
      const taxes = posting.taxes.map(({ amount }) =>
        posting.gross === 0n
          ? amount
          : divideRounded(amount * upTo, posting.gross),
      );
      const before = spent;
      spent = taxes;
      return {
        lineNo: this.#bearers[at]!.line.lineNo,
        posting,
        gross: part,
        taxes: taxes.map((tax, index) => tax - before[index]!),
        quantity: null,
      };
    });
  }

  #deal(sign: bigint): Deal {
    const known = this.#deals.get(sign);
    if (known !== undefined) return known;
    const deal = new Deal(
      inProportion(this.#totals.get(sign)!, this.#weights),
      this.#weights.findIndex((weight) => weight > 0n),
    );
    this.#deals.set(sign, deal);
    return deal;
  }

  /** Of those that bear something of it. */
  cells(posting: LinkedPosting, isCounted: boolean): Cell[] {
    const weights = this.#weights;
    if (sum(weights) === 0n) return [];
    const grosses = this.#gross.parts(posting.gross);
    const taxes = posting.taxes.map(({ rate, amount }) =>
      this.#ofRate(rate).parts(amount),
    );
    const quantities = isCounted
      ? quantityInProportion(posting.quantity, weights)
      : null;
    const cells = this.#bearers.map(({ line: { lineNo } }, at) => ({
      lineNo,
      posting,
      gross: grosses[at]!,
      taxes: taxes.map((parts) => parts[at]!),
      quantity: quantities?.[at] ?? null,
    }));
    return cells.filter(
      ({ gross, taxes: own, quantity }) =>
        gross !== 0n || own.some((tax) => tax !== 0n) || quantity !== null,
    );
  }

  #ofRate(rate: string): Division {
    const division = this.#taxes.get(rate) ?? new Division(this.#weights);
    this.#taxes.set(rate, division);
    return division;
  }
}

/** Gives amounts away one after another: to one until he has his share, then to the next. All have one sign. */
class Deal {
  readonly #left: Minor[];
  #at: number;

  constructor(shares: readonly Minor[], first: number) {
    this.#left = [...shares];
    this.#at = first;
  }

  /** What of it goes to whom; nothing goes to one, too. */
  next(amount: Minor): { at: number; part: Minor }[] {
    if (amount === 0n) return [{ at: this.#at, part: 0n }];
    const parts: { at: number; part: Minor }[] = [];
    let left = amount;
    while (left !== 0n) {
      const at = this.#at;
      const own = this.#left[at]!;
      const part = absolute(own) < absolute(left) ? own : left;
      if (part !== 0n) parts.push({ at, part });
      this.#left[at] = own - part;
      left -= part;
      if (part === own) this.#at += 1;
    }
    return parts;
  }
}

/** A share of a weight is exact to its millionth. */
const FINE = 1_000_000n;

export function grossesOf(cells: readonly { gross: Minor }[]): Minor[] {
  return cells.map(({ gross }) => gross);
}
