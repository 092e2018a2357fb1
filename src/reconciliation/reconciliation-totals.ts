import type { Minor } from "../money.ts";
import type { Comparison, PaidBy, Side } from "./comparison.ts";
import { paymentsOf, tipsOf } from "./sides.ts";

/** Sums of one side. */
export interface Sums {
  payments: Minor;
  tips: Minor;
  tax: Minor;
}

/** A sum of comparisons, by outcome or by payment method. */
export interface TotalRow {
  businessLocationId: string;
  businessDate: string;
  section: "outcome" | "method";
  /** An outcome, or a method code. */
  name: string;
  times: bigint;
  lightspeed: Sums;
  here: Sums;
}

/**
 * What comparisons come to, per location and date: both sides by outcome, and by payment method. So what differs between
 * the sides is the sum of what differs between their bills, whichever way it is summed.
 */
export class ReconciliationTotals {
  readonly #places = new Map<string, PlaceTotals>();
  #last: PlaceTotals | null = null;

  add(comparison: Comparison): void {
    this.#count(comparison, 1n);
  }

  /** Takes one back that has turned out otherwise. */
  takeBack(comparison: Comparison): void {
    this.#count(comparison, -1n);
  }

  rows(): TotalRow[] {
    return [...this.#places.values()].flatMap(({ outcome, method }) => [
      ...outcome.values(),
      ...method.values(),
    ]);
  }

  #count(comparison: Comparison, times: bigint): void {
    const { outcome, lightspeed, here } = comparison;
    const place = this.#place(comparison);
    const total = rowOf(place, "outcome", outcome);
    total.times += times;
    addTo(total.lightspeed, sumsOf(lightspeed), times);
    addTo(total.here, sumsOf(here), times);
    for (const side of ["lightspeed", "here"] as const)
      for (const paid of comparison[side].methods) {
        const row = rowOf(place, "method", paid.methodCode);
        row.times += times;
        addTo(row[side], { ...paid, tax: 0n }, times);
      }
  }

  /** Most bills are of the same location and date as the one before. */
  #place({ businessLocationId, businessDate }: Comparison): PlaceTotals {
    const last = this.#last;
    if (
      last?.businessDate === businessDate &&
      last.businessLocationId === businessLocationId
    )
      return last;
    const key = `${businessLocationId}/${businessDate}`;
    const place = this.#places.get(key) ?? {
      businessLocationId,
      businessDate,
      outcome: new Map<string, TotalRow>(),
      method: new Map<string, TotalRow>(),
    };
    this.#places.set(key, place);
    this.#last = place;
    return place;
  }
}

interface PlaceTotals extends Pick<
  TotalRow,
  "businessLocationId" | "businessDate"
> {
  outcome: Map<string, TotalRow>;
  method: Map<string, TotalRow>;
}

function rowOf(
  place: PlaceTotals,
  section: TotalRow["section"],
  name: string,
): TotalRow {
  const known = place[section].get(name);
  if (known !== undefined) return known;
  const { businessLocationId, businessDate } = place;
  const at = { businessLocationId, businessDate };
  const row = { ...at, section, name, times: 0n, ...bothSides() };
  place[section].set(name, row);
  return row;
}

/** Rows of one kind added up. */
export function totalOf(rows: Iterable<TotalRow>): {
  times: bigint;
  lightspeed: Sums;
  here: Sums;
} {
  const total = { times: 0n, ...bothSides() };
  for (const { times, lightspeed, here } of rows) {
    total.times += times;
    addTo(total.lightspeed, lightspeed, 1n);
    addTo(total.here, here, 1n);
  }
  return total;
}

export function sumsOf(side: Side): Sums {
  return { payments: paymentsOf(side), tips: tipsOf(side), tax: side.tax };
}

function bothSides(): { lightspeed: Sums; here: Sums } {
  return {
    lightspeed: { payments: 0n, tips: 0n, tax: 0n },
    here: { payments: 0n, tips: 0n, tax: 0n },
  };
}

function addTo(
  sum: Sums,
  {
    payments,
    tips,
    tax,
  }: Pick<PaidBy, "payments" | "tips"> & Pick<Sums, "tax">,
  times: bigint,
): void {
  sum.payments += times * payments;
  sum.tips += times * tips;
  sum.tax += times * tax;
}
