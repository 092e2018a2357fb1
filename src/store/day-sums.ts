import { DayTotals } from "../night-audit/day-totals.ts";
import type { SqlValue } from "./sql-value.ts";

/** In the order in which rows are built. */
export const DAY_TOTAL_COLUMNS = [
  "property_id",
  "business_date",
  "shard",
  "section",
  "name",
  "times",
  "net",
  "tax",
  "gross",
] as const;

const key = "property_id, business_date, shard, section, name";

/** Adds to what is there. */
export const ADD_TO_DAY_TOTALS =
  ` ON CONFLICT (${key}) DO UPDATE SET ` +
  ["times", "net", "tax", "gross"]
    .map((name) => `${name} = day_totals.${name} + excluded.${name}`)
    .join(", ");

/** What the bills of one transaction add to their business dates: each sum is written once, however many bills it has. */
export class DaySums {
  readonly #days = new Map<
    string,
    { propertyId: string; businessDate: string; totals: DayTotals }
  >();

  of(propertyId: string, businessDate: string): DayTotals {
    const key = `${businessDate} ${propertyId}`;
    let day = this.#days.get(key);
    if (day === undefined) {
      day = { propertyId, businessDate, totals: new DayTotals() };
      this.#days.set(key, day);
    }
    return day.totals;
  }

  append(other: DaySums): void {
    for (const { propertyId, businessDate, totals } of other.#days.values())
      this.of(propertyId, businessDate).addAll(totals.all());
  }

  /** Writers that write at the same time need a shard each, or they would wait for each other's rows. */
  rows(shard: number): SqlValue[][] {
    return [...this.#days.values()].flatMap(
      ({ propertyId, businessDate, totals }) =>
        [...totals.all()].map((sum): SqlValue[] => [
          propertyId,
          businessDate,
          shard,
          sum.section,
          sum.name,
          sum.times,
          sum.net,
          sum.tax,
          sum.gross,
        ]),
    );
  }

  clear(): void {
    this.#days.clear();
  }
}
