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
  readonly #rows = new Map<string, TotalRow>();

  add(comparison: Comparison): void {
    this.#count(comparison, 1n);
  }

  /** Takes one back that has turned out otherwise. */
  takeBack(comparison: Comparison): void {
    this.#count(comparison, -1n);
  }

  rows(): TotalRow[] {
    return [...this.#rows.values()];
  }

  #count(comparison: Comparison, times: bigint): void {
    const { outcome, lightspeed, here } = comparison;
    const total = this.#row(comparison, "outcome", outcome);
    total.times += times;
    addTo(total.lightspeed, sumsOf(lightspeed), times);
    addTo(total.here, sumsOf(here), times);
    for (const side of ["lightspeed", "here"] as const)
      for (const paid of comparison[side].methods) {
        const row = this.#row(comparison, "method", paid.methodCode);
        row.times += times;
        addTo(row[side], { ...paid, tax: 0n }, times);
      }
  }

  #row(
    { businessLocationId, businessDate }: Comparison,
    section: TotalRow["section"],
    name: string,
  ): TotalRow {
    const key = `${businessLocationId}/${businessDate}/${section}/${name}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const at = { businessLocationId, businessDate };
    const row = { ...at, section, name, times: 0n, ...bothSides() };
    this.#rows.set(key, row);
    return row;
  }
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
