import { DateTime } from "luxon";

/** Which of the hotel's days an instant belongs to. */
export interface DayRules {
  /** IANA zone. */
  timezone: string;
  /** Local time `HH:MM`, 00:00 to 12:00, at which a business date ends and the next begins. */
  dayEndsAt: string;
}

/**
 * The business date (`YYYY-MM-DD`) of an instant in milliseconds UTC: the local date whose day, which ends at
 * `dayEndsAt` of the next date, holds it.
 */
export function businessDateOf(instant: number, rules: DayRules): string {
  const known = lastDay.get(rules.timezone + rules.dayEndsAt);
  if (known !== undefined && instant >= known.start && instant < known.end)
    return known.date;
  const local = DateTime.fromMillis(instant, { zone: rules.timezone });
  // The day that began on this local date, or before its end on the date before: both are tried against their starts.
  const today = dayOf(local.toISODate()!, rules);
  const day =
    instant >= today.start
      ? today
      : dayOf(local.minus({ days: 1 }).toISODate()!, rules);
  lastDay.set(rules.timezone + rules.dayEndsAt, day);
  return day.date;
}

interface Day {
  date: string;
  start: number;
  end: number;
}

// Bills arrive on one day after another: the day asked for last answers nearly every question.
const lastDay = new Map<string, Day>();

function dayOf(date: string, rules: DayRules): Day {
  const next = DateTime.fromISO(date, { zone: rules.timezone })
    .plus({ days: 1 })
    .toISODate()!;
  return { date, start: dayStart(date, rules), end: dayStart(next, rules) };
}

/**
 * The instant at which the business date begins: `dayEndsAt` of that local date. In a daylight-saving gap its end; if
 * the local time occurs twice, the later one.
 */
export function dayStart(date: string, rules: DayRules): number {
  const wanted = DateTime.fromISO(`${date}T${rules.dayEndsAt}:00`, {
    zone: rules.timezone,
  });
  const asked = rules.dayEndsAt;
  if (wanted.toFormat("HH:mm") !== asked)
    return endOfGap(wanted, rules.timezone);
  return Math.max(
    ...wanted.getPossibleOffsets().map((moment) => moment.toMillis()),
  );
}

/** The first instant after the zone's clock jumped forward near `moment`. */
function endOfGap(moment: DateTime, timezone: string): number {
  let before = moment.minus({ hours: 12 }).toMillis();
  let after = moment.plus({ hours: 12 }).toMillis();
  const offsetBefore = DateTime.fromMillis(before, { zone: timezone }).offset;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (DateTime.fromMillis(middle, { zone: timezone }).offset === offsetBefore)
      before = middle;
    else after = middle;
  }
  return after;
}

/** Whether a text is a calendar date, `YYYY-MM-DD`. The last one that can be written so is none: its day would end on a date that cannot. */
export function isCalendarDate(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    text !== LAST_DATE &&
    DateTime.fromISO(text).isValid
  );
}

const LAST_DATE = "9999-12-31";

/** The day after a date. */
export function nextDate(date: string): string {
  return DateTime.fromISO(date, { zone: "utc" }).plus({ days: 1 }).toISODate()!;
}
