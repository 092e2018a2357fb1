import { businessDateOf, dayStart } from "../properties/business-date.ts";
import type { DayRules } from "../properties/business-date.ts";

/** Signs of a business location working with the receiver; milliseconds UTC, null: none. */
export interface FirstTraces {
  /** When the hotel's first bill was closed, posted or refused. */
  billAt: number | null;
  /** When the location's first API key was made: nothing came from there before. */
  keyAt: number | null;
}

/**
 * From when on (milliseconds UTC) sales that nobody asked to recover are recovered, where nobody said when the location
 * went live: what was sold before the hotel worked with the receiver is in other books.
 */
export function healedSince(
  { billAt, keyAt }: FirstTraces,
  rules: DayRules,
): number {
  if (billAt === null || keyAt === null) return Infinity;
  return dayStart(businessDateOf(Math.max(billAt, keyAt), rules), rules);
}
