import {
  businessDateOf,
  dayStart,
  nextDate,
} from "../properties/business-date.ts";
import type { DayRules } from "../properties/business-date.ts";
import type { ReconciliationSummary } from "./run.ts";
import { datesIn } from "./stages.ts";

/** Tills synchronise within minutes as a rule; one that was off is waited for as long. */
const FIRST_AFTER_MS = 10 * 60_000;
const AGAIN_AFTER_MS = 60 * 60_000;
const DAYS_MAX = 7;
const DAY_MS = 86_400_000;

/** The first date that may still be due. */
export function firstDueDate(now: number, rules: DayRules): string {
  return businessDateOf(now - DAYS_MAX * DAY_MS, rules);
}

/** A date counts as not tried since then. */
export function againAfter(now: number): number {
  return now - AGAIN_AFTER_MS;
}

/**
 * The dates a hotel is to be reconciled for by itself: those that are over, the last first, until Lightspeed has all of
 * them; tried once an hour, for a week.
 */
export function dueDates(
  now: number,
  rules: DayRules,
  done: readonly (Pick<ReconciliationSummary, "status" | "startedAt"> & {
    businessDate: string;
  })[],
): string[] {
  const today = businessDateOf(now, rules);
  const settled = new Set(
    done
      .filter(
        ({ status, startedAt }) =>
          status === "running" ||
          status === "complete" ||
          startedAt > againAfter(now),
      )
      .map(({ businessDate }) => businessDate),
  );
  return datesIn({ from: firstDueDate(now, rules), to: today })
    .filter((date) => dayStart(nextDate(date), rules) + FIRST_AFTER_MS <= now)
    .filter((date) => !settled.has(date))
    .reverse();
}
