import { dayStart, nextDate } from "../properties/business-date.ts";
import type { DayRules } from "../properties/business-date.ts";

/** Business dates, both among them. */
export interface DateRange {
  from: string;
  to: string;
}

/** What a reconciliation does, one stage after the other; each can be gone on with where it was left. */
export type Stage =
  /** Asks whether Lightspeed has all of a date. Before its sales are read: what comes in between is not missed. */
  | { kind: "day"; businessLocationId: string; businessDate: string }
  /** `isAround`: only for bills that were not found on their own dates. */
  | {
      kind: "sales";
      businessLocationId: string;
      from: number;
      to: number;
      isAround: boolean;
    }
  /** Looks for receipts that no sale is of. */
  | { kind: "receipts" }
  | { kind: "refunds" }
  /**
   * Forgets which receipt belongs to which sale, only needed on the way; and what the server found of the date earlier by
   * itself, where that recovered nothing.
   */
  | { kind: "forget" };

/** A sale may be dated some days from its bill: by whichever generation dates corrections, by a device's clock. */
const AROUND_MS = 3 * 86_400_000;

export function stagesOf(
  range: DateRange,
  locations: readonly string[],
  rules: DayRules,
): Stage[] {
  const { fromAt, toAt } = instantsOf(range, rules);
  const dates = datesIn(range);
  const sales = (
    businessLocationId: string,
    from: number,
    to: number,
    isAround: boolean,
  ): Stage => ({ kind: "sales", businessLocationId, from, to, isAround });
  return [
    ...locations.flatMap((businessLocationId): Stage[] => [
      ...dates.map((businessDate): Stage => ({
        kind: "day",
        businessLocationId,
        businessDate,
      })),
      sales(businessLocationId, fromAt, toAt, false),
    ]),
    { kind: "receipts" },
    { kind: "refunds" },
    ...locations.flatMap((businessLocationId) => [
      sales(businessLocationId, fromAt - AROUND_MS, fromAt, true),
      sales(businessLocationId, toAt, toAt + AROUND_MS, true),
    ]),
    { kind: "forget" },
  ];
}

/** When the range begins, and when it is over; milliseconds UTC. */
export function instantsOf(
  { from, to }: DateRange,
  rules: DayRules,
): { fromAt: number; toAt: number } {
  return {
    fromAt: dayStart(from, rules),
    toAt: dayStart(nextDate(to), rules),
  };
}

export function datesIn({ from, to }: DateRange): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = nextDate(date)) dates.push(date);
  return dates;
}
