import { businessDateOf, dayStart } from "../../../properties/business-date.ts";
import type { DayRules } from "../../../properties/business-date.ts";
import type { RecordedSale } from "./recorded-sale.ts";
import { closedFor } from "./write-sale.ts";

type Generation = "v1" | "v2";

/** What Lightspeed recorded of one business location, by the moment each generation says it was closed. */
export class SalesBook {
  readonly #sales: RecordedSale[] = [];
  readonly #sorted: Partial<Record<Generation, RecordedSale[]>> = {};
  /** What was asked for last: the next page is of the same. */
  #lastRange: { key: string; sales: RecordedSale[] } | null = null;
  /** Dates that are said to be complete or not, whatever else is so. */
  readonly #told = new Map<string, boolean>();
  readonly #rules: DayRules;
  readonly #now: () => number;

  constructor(rules: DayRules, now: () => number) {
    this.#rules = rules;
    this.#now = now;
  }

  record(sale: RecordedSale): void {
    this.#sales.push(sale);
    delete this.#sorted.v1;
    delete this.#sorted.v2;
    this.#lastRange = null;
  }

  find(fiscId: string): RecordedSale | undefined {
    return this.#sales.find((sale) => sale.fiscId === fiscId);
  }

  tellComplete(date: string, isComplete: boolean): void {
    this.#told.set(date, isComplete);
  }

  /** Closed in the range, seen by now; V1 keeps no order that one could rely on. */
  range(generation: Generation, from: number, to: number): RecordedSale[] {
    const key = `${generation} ${from} ${to}`;
    if (this.#lastRange?.key === key) return this.#lastRange.sales;
    const sorted = this.#sortedFor(generation);
    const closed = (sale: RecordedSale): number => closedFor(sale, generation);
    const found = sorted.slice(
      firstIndex(sorted, (sale) => closed(sale) >= from),
      firstIndex(sorted, (sale) => closed(sale) >= to),
    );
    const now = this.#now();
    const seen = found.filter(({ syncedAt }) => syncedAt <= now);
    const sales = generation === "v1" ? seen.reverse() : seen;
    // Tills that have yet to synchronise may have done so by then.
    if (seen.length === found.length) this.#lastRange = { key, sales };
    return sales;
  }

  day(generation: Generation, date: string): RecordedSale[] {
    return this.range(
      generation,
      dayStart(date, this.#rules),
      this.nextDayStartsAt(date),
    );
  }

  /** The day is over and no till still has something of it. */
  isComplete(date: string): boolean {
    const told = this.#told.get(date);
    if (told !== undefined) return told;
    const now = this.#now();
    if (now < this.nextDayStartsAt(date)) return false;
    return !this.#sales.some(
      ({ syncedAt, closedAt }) =>
        syncedAt > now && businessDateOf(closedAt, this.#rules) === date,
    );
  }

  nextDayStartsAt(date: string): number {
    const noon = new Date(`${date}T12:00:00Z`);
    noon.setUTCDate(noon.getUTCDate() + 1);
    return dayStart(noon.toISOString().slice(0, 10), this.#rules);
  }

  today(): string {
    return businessDateOf(this.#now(), this.#rules);
  }

  #sortedFor(generation: Generation): RecordedSale[] {
    return (this.#sorted[generation] ??= this.#sales.toSorted(
      (a, b) => closedFor(a, generation) - closedFor(b, generation),
    ));
  }
}

/** The first index for which it holds, where it holds for all that follow. */
function firstIndex<Item>(
  items: readonly Item[],
  holds: (item: Item) => boolean,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
