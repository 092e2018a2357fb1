import { absolute, divideRounded, signOf, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import {
  Division,
  inProportion,
  quantityInProportion,
} from "./in-proportion.ts";
import type { Cell } from "./cell.ts";
import type { LinkedPosting } from "./posting.ts";
import type { Bearer } from "./sold-lines.ts";

/** Amounts by line number. */
export class Sums {
  readonly #byLine = new Map<number, Minor>();

  of(lineNo: number): Minor {
    return this.#byLine.get(lineNo) ?? 0n;
  }

  add(lineNo: number, amount: Minor): void {
    this.#byLine.set(lineNo, this.of(lineNo) + amount);
  }
}

/** How the lines that answer together for some postings on a folio share them. */
export class Shares {
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

  announce({ gross }: { gross: Minor }): void {
    const sign = signOf(gross);
    this.#totals.set(sign, (this.#totals.get(sign) ?? 0n) + gross);
    this.#announced += 1;
  }

  /** Adds what each line bears of all that was announced. */
  addAnnounced(worth: Sums): void {
    if (sum(this.#weights) === 0n) return;
    for (const total of this.#totals.values())
      inProportion(total, this.#weights).forEach((gross, at) =>
        worth.add(this.#bearers[at]!.line.lineNo, gross),
      );
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
