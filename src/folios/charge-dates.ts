import { businessDateOf, nextDate } from "../properties/business-date.ts";
import type {
  Charge,
  ChargeFacts,
  FlagChange,
  MemberRef,
} from "./charge-decision.ts";
import { receiptFlag } from "./charge-effects.ts";

export interface ChargeDates {
  /** When the bill was closed, as well as it is known; milliseconds UTC. */
  closedAt: number;
  /** The date it is booked on: its own, of a repost today's, or the first open one. */
  businessDate: string;
}

type DateFacts = Pick<ChargeFacts, "now" | "property" | "lastClosedDate">;

/** Whether the bill itself says, believably, when it was closed. */
export function isDateGuessed(charge: Charge): boolean {
  return closingOf(charge).guessed;
}

export function datesOf(charge: Charge, facts: DateFacts): ChargeDates {
  const { closedAt } = closingOf(charge);
  const businessDate = openDateFor(bookedAt(charge, facts), facts);
  return { closedAt, businessDate };
}

/** `date-guessed` where the bill does not say when it was closed, `late` where its own date is closed. */
export function dateFlags(
  subject: MemberRef,
  charge: Charge,
  facts: DateFacts,
): FlagChange[] {
  const { guessed } = closingOf(charge);
  const flags = guessed ? [receiptFlag(subject, "date-guessed")] : [];
  const own = bookedAt(charge, facts);
  const moved = openDateFor(own, facts) !== businessDateOf(own, facts.property);
  if (moved) flags.push(receiptFlag(subject, "late"));
  return flags;
}

/** The instant whose date is a bill's own: a person puts it on folios today, whenever it was closed. */
function bookedAt(charge: Charge, { now }: DateFacts): number {
  return charge.repost === null ? closedAtOf(charge) : now;
}

/** The later of an instant's business date and the day after the last closed one. */
export function openDateFor(
  instant: number,
  facts: Omit<DateFacts, "now">,
): string {
  const own = businessDateOf(instant, facts.property);
  const open =
    facts.lastClosedDate === null ? own : nextDate(facts.lastClosedDate);
  return own > open ? own : open;
}

/** When the bill was closed, as well as it is known; milliseconds UTC. */
export function closedAtOf(charge: Charge): number {
  return closingOf(charge).closedAt;
}

const DAY_MS = 86_400_000;
/**
 * Programs that have no instant write 0001-01-01T00:00:00, in whatever zone; and the dates before it have no four-digit
 * years.
 */
const FIRST_INSTANT = Date.parse("0001-01-03T00:00:00Z");

/** `closeDate`; absent, as good as absent or more than 24 h ahead of the clock: the last `paymentDate`, else the time received. */
function closingOf(charge: Charge): { closedAt: number; guessed: boolean } {
  const { receipt, paidAt } = charge.totalled;
  const believable = (instant: number | null): instant is number =>
    instant !== null &&
    instant >= FIRST_INSTANT &&
    instant <= charge.receivedAt + DAY_MS;
  if (believable(receipt.closedAt))
    return { closedAt: receipt.closedAt, guessed: false };
  const paid = paidAt.filter(believable);
  return {
    closedAt: paid.length > 0 ? Math.max(...paid) : charge.receivedAt,
    guessed: true,
  };
}
